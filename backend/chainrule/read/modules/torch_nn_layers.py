"""The layers of torch.nn that work on images and sequences, as classes written in the language itself.

`LAYERS` joins the text of `torch_nn`. Parameters have PyTorch's names, order and initialisation rules.
"""

from __future__ import annotations

__all__ = ["LAYERS"]

RANKED = """

class Conv{n}d(Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True,
                 padding_mode='zeros', device=None, dtype=None):
        window = each(kernel_size, {n})
        self.in_channels, self.out_channels, self.kernel_size = in_channels, out_channels, window
        self.stride, self.dilation, self.groups = each(stride, {n}), each(dilation, {n}), groups
        self.padding = padding if isinstance(padding, str) else each(padding, {n})
        self.padding_mode = padding_mode
        inputs = in_channels//groups*volume(window)
        self.weight = uniform(inputs, out_channels, in_channels//groups, *window)
        self.bias = uniform(inputs, out_channels) if bias else None

    @hidden
    def expects(self, place):
        return (2, self.in_channels) + (0,)*{n}, 0

    @hidden
    def forward(self, input):
        padding = self.padding
        if self.padding_mode != 'zeros':
            widths = []
            if padding == 'same':
                for k, d in zip(self.kernel_size[::-1], each(self.dilation, {n})[::-1]):
                    widths += [d*(k - 1)//2, d*(k - 1) - d*(k - 1)//2]
            for p in each(0 if isinstance(padding, str) else padding, {n})[::-1]:
                widths += [] if padding == 'same' else [p, p]
            input, padding = F.pad(input, widths, self.padding_mode), 0
        return F.conv{n}d(input, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)


class LazyConv{n}d(Conv{n}d):
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True,
                 padding_mode='zeros', device=None, dtype=None):
        self.settings = (out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)

    @hidden
    def expects(self, place):
        return (2, 3) + (0,)*{n}, 0

    @hidden
    def forward(self, input):
        becomes_base(self, np.shape(input)[-{n} - 1], *self.settings)
        return self(input)


class ConvTranspose{n}d(Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1,
                 bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None):
        window = each(kernel_size, {n})
        self.in_channels, self.out_channels, self.kernel_size = in_channels, out_channels, window
        self.stride, self.padding = each(stride, {n}), each(padding, {n})
        self.output_padding, self.dilation, self.groups = each(output_padding, {n}), each(dilation, {n}), groups
        inputs = out_channels//groups*volume(window)
        self.weight = uniform(inputs, in_channels, out_channels//groups, *window)
        self.bias = uniform(inputs, out_channels) if bias else None

    @hidden
    def expects(self, place):
        return (2, self.in_channels) + (0,)*{n}, 0

    @hidden
    def forward(self, input, output_size=None):
        if output_size is not None:
            refuse("`output_size` is not read here.", "Give `output_padding`.")
        return F.conv_transpose{n}d(input, self.weight, self.bias, self.stride, self.padding, self.output_padding,
                                  self.groups, self.dilation)


class MaxPool{n}d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False):
        self.kernel_size, self.stride, self.padding, self.dilation = kernel_size, stride, padding, dilation
        self.return_indices, self.ceil_mode = return_indices, ceil_mode

    @hidden
    def forward(self, input):
        return F.max_pool{n}d(input, self.kernel_size, self.stride, self.padding, self.dilation, self.ceil_mode,
                            self.return_indices)


class AvgPool{n}d(Module):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True,
                 divisor_override=None):
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        self.ceil_mode, self.count, self.divisor = ceil_mode, count_include_pad, divisor_override

    @hidden
    def forward(self, input):
        return F.avg_pool{n}d(input, self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count,
                            self.divisor)


class LPPool{n}d(Module):
    def __init__(self, norm_type, kernel_size, stride=None, ceil_mode=False):
        self.norm_type, self.kernel_size, self.stride, self.ceil_mode = norm_type, kernel_size, stride, ceil_mode

    @hidden
    def forward(self, input):
        return F.lp_pool{n}d(input, self.norm_type, self.kernel_size, self.stride, self.ceil_mode)


class MaxUnpool{n}d(Module):
    def __init__(self, kernel_size, stride=None, padding=0):
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding

    @hidden
    def forward(self, input, indices, output_size=None):
        return F.max_unpool{n}d(input, indices, self.kernel_size, self.stride, self.padding, output_size)


class AdaptiveAvgPool{n}d(Module):
    def __init__(self, output_size):
        self.output_size = output_size

    @hidden
    def forward(self, input):
        return F.adaptive_avg_pool{n}d(input, self.output_size)


class AdaptiveMaxPool{n}d(Module):
    def __init__(self, output_size, return_indices=False):
        self.output_size, self.return_indices = output_size, return_indices

    @hidden
    def forward(self, input):
        return F.adaptive_max_pool{n}d(input, self.output_size, self.return_indices)


class InstanceNorm{n}d(Module):
    def __init__(self, num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False, device=None,
                 dtype=None):
        if track_running_stats:
            refuse("`InstanceNorm{n}d` is read without `track_running_stats`.", "Leave it out.")
        self.eps = eps
        self.weight = ones(num_features) if affine else None
        self.bias = zeros(num_features) if affine else None

    @hidden
    def forward(self, input):
        if np.ndim(input) not in ({n} + 1, {n} + 2):
            refuse('`InstanceNorm{n}d` takes {n} + 1 or {n} + 2 axes, not ' + str(np.ndim(input)) + '.',
                   'Give it (examples, channels, ...).')
        alone = np.ndim(input) == {n} + 1
        x = np.expand_dims(input, 0) if alone else input
        out = F.instance_norm(x, None, None, self.weight, self.bias, True, 0.1, self.eps)
        return out[0] if alone else out


class LazyBatchNorm{n}d(BatchNorm{n}d):
    def __init__(self, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        self.settings = (eps, momentum, affine, track_running_stats)

    @hidden
    def forward(self, input):
        becomes_base(self, np.shape(input)[1], *self.settings)
        return self(input)


class LazyConvTranspose{n}d(ConvTranspose{n}d):
    def __init__(self, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1,
                 padding_mode='zeros', device=None, dtype=None):
        self.settings = (out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation)

    @hidden
    def expects(self, place):
        return (2, 3) + (0,)*{n}, 0

    @hidden
    def forward(self, input):
        becomes_base(self, np.shape(input)[-{n} - 1], *self.settings)
        return self(input)


class Dropout{n}d(Dropout):
    @hidden
    def forward(self, input):
        return F.dropout{n}d(input, self.p, self.training)


class _Pad{n}d(Module):
    def __init__(self, padding, value=0.0):
        self.padding = each(padding, 2*{n})
        self.value = value

    @hidden
    def forward(self, input):
        return F.pad(input, self.padding, self.mode, self.value)


class ConstantPad{n}d(_Pad{n}d):
    mode = 'constant'


class ZeroPad{n}d(_Pad{n}d):
    mode = 'constant'


class ReflectionPad{n}d(_Pad{n}d):
    mode = 'reflect'


class ReplicationPad{n}d(_Pad{n}d):
    mode = 'replicate'


class CircularPad{n}d(_Pad{n}d):
    mode = 'circular'
"""

IMAGES = """

class BatchNorm2d(BatchNorm1d):
    ranks = (4,)


class BatchNorm3d(BatchNorm1d):
    ranks = (5,)


class SyncBatchNorm(BatchNorm1d):
    ranks = (2, 3, 4, 5)


class LocalResponseNorm(Module):
    def __init__(self, size, alpha=0.0001, beta=0.75, k=1.0):
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    @hidden
    def forward(self, input):
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)


class Upsample(Module):
    def __init__(self, size=None, scale_factor=None, mode='nearest', align_corners=None,
                 recompute_scale_factor=None):
        self.size, self.scale_factor, self.mode, self.align_corners = size, scale_factor, mode, align_corners

    @hidden
    def forward(self, input):
        return F.interpolate(input, self.size, self.scale_factor, self.mode, self.align_corners)


class UpsamplingNearest2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        self.size, self.scale_factor, self.mode, self.align_corners = size, scale_factor, 'nearest', None


class UpsamplingBilinear2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        self.size, self.scale_factor, self.mode, self.align_corners = size, scale_factor, 'bilinear', True


class PixelShuffle(Module):
    def __init__(self, upscale_factor):
        self.factor = upscale_factor

    @hidden
    def forward(self, input):
        return F.pixel_shuffle(input, self.factor)


class PixelUnshuffle(Module):
    def __init__(self, downscale_factor):
        self.factor = downscale_factor

    @hidden
    def forward(self, input):
        return F.pixel_unshuffle(input, self.factor)


class ChannelShuffle(Module):
    def __init__(self, groups):
        self.groups = groups

    @hidden
    def forward(self, input):
        return F.channel_shuffle(input, self.groups)


class Unfold(Module):
    def __init__(self, kernel_size, dilation=1, padding=0, stride=1):
        self.kernel_size, self.dilation, self.padding, self.stride = kernel_size, dilation, padding, stride

    @hidden
    def forward(self, input):
        return F.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)


class Fold(Module):
    def __init__(self, output_size, kernel_size, dilation=1, padding=0, stride=1):
        self.output_size, self.kernel_size = output_size, kernel_size
        self.dilation, self.padding, self.stride = dilation, padding, stride

    @hidden
    def forward(self, input):
        return F.fold(input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride)


class Softmax2d(Module):
    @hidden
    def forward(self, input):
        return F.softmax(input, -3)


class EmbeddingBag(Module):
    def __init__(self, num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False,
                 mode='mean', sparse=False, _weight=None, include_last_offset=False, padding_idx=None, device=None,
                 dtype=None):
        self.num_embeddings, self.embedding_dim, self.mode = num_embeddings, embedding_dim, mode
        self.max_norm, self.padding_idx, self.include_last_offset = max_norm, padding_idx, include_last_offset
        self.weight = normal(num_embeddings, embedding_dim)

    @hidden
    def forward(self, input, offsets=None, per_sample_weights=None):
        return F.embedding_bag(input, self.weight, offsets, self.max_norm, mode=self.mode,
                               per_sample_weights=per_sample_weights, include_last_offset=self.include_last_offset,
                               padding_idx=self.padding_idx)
"""

RECURRENT = """

class _Recurrent(Module):
    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0,
                 bidirectional=False, proj_size=0, nonlinearity='tanh', device=None, dtype=None):
        if proj_size and self.kind != 'lstm':
            refuse("`proj_size` is a setting of `LSTM`.", "Leave it out.")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.proj_size = proj_size
        size = proj_size if proj_size else hidden_size
        self.bias_given, self.batch_first, self.dropout = bias, batch_first, dropout
        self.bidirectional, self.nonlinearity = bidirectional, nonlinearity
        directions = 2 if bidirectional else 1
        rows = self.gates*hidden_size
        for layer in range(num_layers):
            columns = input_size if layer == 0 else directions*size
            for suffix in ['', '_reverse'][:directions]:
                setattr(self, f'weight_ih_l{layer}{suffix}', uniform(hidden_size, rows, columns))
                setattr(self, f'weight_hh_l{layer}{suffix}', uniform(hidden_size, rows, size))
                if bias:
                    setattr(self, f'bias_ih_l{layer}{suffix}', uniform(hidden_size, rows))
                    setattr(self, f'bias_hh_l{layer}{suffix}', uniform(hidden_size, rows))
                if proj_size:
                    setattr(self, f'weight_hr_l{layer}{suffix}', uniform(hidden_size, proj_size, hidden_size))

    @hidden
    def expects(self, place):
        if place:
            return None
        return (2, 3, self.input_size) if self.batch_first else (3, 2, self.input_size), 0

    @hidden
    def forward(self, input, hx=None):
        if is_packed(input):
            return self.run_packed(input, hx)
        alone = np.ndim(input) == 2
        x = np.expand_dims(input, 0 if self.batch_first else 1) if alone else input
        pair = self.kind == 'lstm'
        every = self.first_states(np.shape(x)[0 if self.batch_first else 1])
        if hx is None:
            hx = tuple([np.zeros(sizes) for sizes in every]) if pair else np.zeros(every[0])
        elif pair and not (isinstance(hx, (tuple, list)) and len(hx) == 2):
            refuse('`LSTM` takes its first states as a pair.', 'Write `lstm(x, (h, c))`.')
        elif alone:
            hx = tuple([np.expand_dims(h, 1) for h in hx]) if pair else np.expand_dims(hx, 1)
        for state, sizes in zip(hx if pair else (hx,), every):
            if tuple(np.shape(state)) != sizes:
                have, need = ['×'.join([str(n) for n in shape]) for shape in (np.shape(state), sizes)]
                refuse(f'The first state is {have}, not {need}: (layers, batch, size).',
                       'Leave it out: it begins at 0.')
        out, *last = self.unrolled(x, hx, None)
        if alone:
            out, last = np.squeeze(out, 0 if self.batch_first else 1), [np.squeeze(state, 1) for state in last]
        return out, tuple(last) if pair else last[0]

    @hidden
    def first_states(self, batch):
        count = self.num_layers*(2 if self.bidirectional else 1)
        hidden_sizes = (count, batch, self.hidden_size)
        return (count, batch, self.proj_size) if self.proj_size else hidden_sizes, hidden_sizes

    @hidden
    def unrolled(self, x, hx, lengths):
        weights = [value for _, value in self.named_parameters()]
        run = torch.rnn_relu if self.nonlinearity == 'relu' else self.run()
        return run(x, hx, weights, self.bias_given, self.num_layers, self.dropout, self.training,
                   self.bidirectional, self.batch_first, lengths)

    @hidden
    def run_packed(self, packed, hx):
        pair = self.kind == 'lstm'
        if hx is None:
            hx = tuple([np.zeros(sizes) for sizes in self.first_states(len(packed.lengths))])
            hx = hx if pair else hx[0]
        x = packed.padded if packed.batch_first == self.batch_first else np.swapaxes(packed.padded, 0, 1)
        out, *last = self.unrolled(x, hx, packed.lengths)
        return packed.with_rows(out, self.batch_first), tuple(last) if pair else last[0]


class RNN(_Recurrent):
    kind, gates = 'rnn', 1

    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False,
                 dropout=0.0, bidirectional=False, device=None, dtype=None):
        super().__init__(input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, 0,
                         nonlinearity)

    def run(self):
        return torch.rnn_tanh


class LSTM(_Recurrent):
    kind, gates = 'lstm', 4

    def run(self):
        return torch.lstm


class GRU(_Recurrent):
    kind, gates = 'gru', 3

    def run(self):
        return torch.gru


class _Cell(Module):
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity='tanh', device=None, dtype=None):
        self.input_size, self.hidden_size, self.nonlinearity = input_size, hidden_size, nonlinearity
        rows = self.gates*hidden_size
        self.weight_ih = uniform(hidden_size, rows, input_size)
        self.weight_hh = uniform(hidden_size, rows, hidden_size)
        self.bias_ih = uniform(hidden_size, rows) if bias else None
        self.bias_hh = uniform(hidden_size, rows) if bias else None

    @hidden
    def expects(self, place):
        return None if place else ((2, self.input_size), 0)

    @hidden
    def start(self, input):
        return np.zeros(np.shape(input)[:-1] + (self.hidden_size,))


class RNNCell(_Cell):
    gates = 1

    @hidden
    def forward(self, input, hx=None):
        h = self.start(input) if hx is None else hx
        run = torch.rnn_relu_cell if self.nonlinearity == 'relu' else torch.rnn_tanh_cell
        return run(input, h, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)


class LSTMCell(_Cell):
    gates = 4

    @hidden
    def forward(self, input, hx=None):
        state = (self.start(input), self.start(input)) if hx is None else hx
        return torch.lstm_cell(input, state, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)


class GRUCell(_Cell):
    gates = 3

    @hidden
    def forward(self, input, hx=None):
        h = self.start(input) if hx is None else hx
        return torch.gru_cell(input, h, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
"""

ATTENTION = """

class _OutProjection(Linear):
    def __init__(self, size, bias):
        self.in_features = self.out_features = size
        self.weight = uniform(size, size, size)
        if bias:
            uniform(size, size)  # PyTorch draws a bias, too, before it is set to 0
        self.bias = zeros(size) if bias else None


class MultiheadAttention(Module):
    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None,
                 vdim=None, batch_first=False, device=None, dtype=None):
        if embed_dim % num_heads:
            refuse(f"{num_heads} heads do not divide {embed_dim} entries.", "`embed_dim` must be a multiple of them.")
        self.embed_dim, self.num_heads, self.dropout, self.batch_first = embed_dim, num_heads, dropout, batch_first
        keys = embed_dim if kdim is None else kdim
        values = embed_dim if vdim is None else vdim
        self.same = keys == embed_dim and values == embed_dim
        out_proj = _OutProjection(embed_dim, bias)  # the first that is drawn, and the last of the parameters
        if self.same:
            self.in_proj_weight = glorot(3*embed_dim, embed_dim)
        else:
            self.q_proj_weight = glorot(embed_dim, embed_dim)
            self.k_proj_weight = glorot(embed_dim, keys)
            self.v_proj_weight = glorot(embed_dim, values)
        self.in_proj_bias = zeros(3*embed_dim) if bias else None
        self.out_proj = out_proj
        self.bias_k = init.xavier_normal_(parameter(np.zeros((1, 1, embed_dim)))) if add_bias_kv else None
        self.bias_v = init.xavier_normal_(parameter(np.zeros((1, 1, embed_dim)))) if add_bias_kv else None
        self.add_zero_attn = add_zero_attn

    @hidden
    def expects(self, place):
        return (2, 3, self.embed_dim) if self.batch_first else (3, 2, self.embed_dim), 0

    @hidden
    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None,
                average_attn_weights=True, is_causal=False):
        turned = self.batch_first and np.ndim(query) == 3
        if turned:
            query, key, value = [np.swapaxes(each, 0, 1) for each in (query, key, value)]
        separate = (None, None, None) if self.same else (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)
        out, weights = F.multi_head_attention_forward(
            query, key, value, self.embed_dim, self.num_heads, self.in_proj_weight if self.same else None,
            self.in_proj_bias, self.bias_k, self.bias_v, self.add_zero_attn, self.dropout, self.out_proj.weight, self.out_proj.bias, self.training,
            key_padding_mask, need_weights, attn_mask, not self.same, *separate,
            average_attn_weights=average_attn_weights)
        return np.swapaxes(out, 0, 1) if turned else out, weights


class TransformerEncoderLayer(Module):
    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05,
                 batch_first=False, norm_first=False, bias=True, device=None, dtype=None):
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, bias, batch_first=batch_first)
        self.linear1 = Linear(d_model, dim_feedforward, bias)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias)
        self.norm_first = norm_first
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.activation = activated(activation)

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False):
        x = src
        if self.norm_first:
            x = x + self.attend(self.norm1(x), src_mask, src_key_padding_mask)
            return x + self.feed(self.norm2(x))
        x = self.norm1(x + self.attend(x, src_mask, src_key_padding_mask))
        return self.norm2(x + self.feed(x))

    @hidden
    def attend(self, x, mask, padding):
        return self.dropout1(self.self_attn(x, x, x, padding, False, mask)[0])

    @hidden
    def feed(self, x):
        return self.dropout2(self.linear2(self.dropout(self.activation(self.linear1(x)))))


class TransformerDecoderLayer(Module):
    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05,
                 batch_first=False, norm_first=False, bias=True, device=None, dtype=None):
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, bias, batch_first=batch_first)
        self.multihead_attn = MultiheadAttention(d_model, nhead, dropout, bias, batch_first=batch_first)
        self.linear1 = Linear(d_model, dim_feedforward, bias)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias)
        self.norm_first = norm_first
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.norm3 = LayerNorm(d_model, layer_norm_eps, bias=bias)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.dropout3 = Dropout(dropout)
        self.activation = activated(activation)

    def forward(self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None,
                memory_key_padding_mask=None, tgt_is_causal=False, memory_is_causal=False):
        x = tgt
        if self.norm_first:
            x = x + self.attend(self.norm1(x), tgt_mask, tgt_key_padding_mask)
            x = x + self.look(self.norm2(x), memory, memory_mask, memory_key_padding_mask)
            return x + self.feed(self.norm3(x))
        x = self.norm1(x + self.attend(x, tgt_mask, tgt_key_padding_mask))
        x = self.norm2(x + self.look(x, memory, memory_mask, memory_key_padding_mask))
        return self.norm3(x + self.feed(x))

    @hidden
    def attend(self, x, mask, padding):
        return self.dropout1(self.self_attn(x, x, x, padding, False, mask)[0])

    @hidden
    def look(self, x, memory, mask, padding):
        return self.dropout2(self.multihead_attn(x, memory, memory, padding, False, mask)[0])

    @hidden
    def feed(self, x):
        return self.dropout3(self.linear2(self.dropout(self.activation(self.linear1(x)))))


class TransformerEncoder(Module):
    def __init__(self, encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True):
        self.layers = ModuleList([copy_of(encoder_layer) for _ in range(num_layers)])
        self.norm = norm

    @hidden
    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None):
        for layer in self.layers:
            src = layer(src, mask, src_key_padding_mask)
        return src if self.norm is None else self.norm(src)


class TransformerDecoder(Module):
    def __init__(self, decoder_layer, num_layers, norm=None):
        self.layers = ModuleList([copy_of(decoder_layer) for _ in range(num_layers)])
        self.norm = norm

    @hidden
    def forward(self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None,
                memory_key_padding_mask=None, tgt_is_causal=None, memory_is_causal=False):
        for layer in self.layers:
            tgt = layer(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
        return tgt if self.norm is None else self.norm(tgt)


class Transformer(Module):
    def __init__(self, d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048,
                 dropout=0.1, activation='relu', custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05,
                 batch_first=False, norm_first=False, bias=True, device=None, dtype=None):
        settings = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, bias)
        self.encoder, self.decoder = custom_encoder, custom_decoder
        if custom_encoder is None:
            norm = LayerNorm(d_model, layer_norm_eps, bias=bias)
            self.encoder = TransformerEncoder(TransformerEncoderLayer(*settings), num_encoder_layers, norm)
        if custom_decoder is None:
            norm = LayerNorm(d_model, layer_norm_eps, bias=bias)
            self.decoder = TransformerDecoder(TransformerDecoderLayer(*settings), num_decoder_layers, norm)
        for p in self.parameters():
            if np.ndim(p) > 1:
                init.xavier_uniform_(p)

    @staticmethod
    def generate_square_subsequent_mask(sz, device=None, dtype=None):
        return np.where(np.tri(sz) == 0, -np.inf, 0.0)

    @hidden
    def forward(self, src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None,
                tgt_key_padding_mask=None, memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None,
                memory_is_causal=False):
        memory = self.encoder(src, src_mask, src_key_padding_mask)
        return self.decoder(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)


@hidden
def each(value, rank):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)*rank


@hidden
def volume(window):
    total = 1
    for size in window:
        total = total*size
    return total


@hidden
def activated(activation):
    if isinstance(activation, str):
        if activation not in ('relu', 'gelu'):
            refuse("`activation` is 'relu', 'gelu' or a function.", "Write `activation='gelu'`.")
        return F.relu if activation == 'relu' else F.gelu
    return activation
"""

LAYERS = IMAGES + "".join(RANKED.replace("{n}", str(rank)) for rank in (1, 2, 3)) + RECURRENT + ATTENTION
