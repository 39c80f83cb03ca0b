"""Models of sequences as students write them; as `student_models`."""

from __future__ import annotations

__all__ = ["SEQUENCE_MODELS"]

VISION_TRANSFORMER = """
class PatchEmbed(nn.Module):
    def __init__(self, img=8, patch=4, c=3, d=8):
        super().__init__()
        self.proj = nn.Conv2d(c, d, patch, patch)
    def forward(self, x):
        return self.proj(x).flatten(2).transpose(1, 2)
class Attention(nn.Module):
    def __init__(self, dim, heads=2, qkv_bias=True):
        super().__init__()
        self.heads = heads
        self.scale = (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, dim * 3, bias=qkv_bias)
        self.proj = nn.Linear(dim, dim)
    def forward(self, x):
        B, N, C = x.shape
        qkv = self.qkv(x).reshape(B, N, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        attn = (q @ k.transpose(-2, -1)) * self.scale
        attn = attn.softmax(dim=-1)
        x = (attn @ v).transpose(1, 2).reshape(B, N, C)
        return self.proj(x)
class Block(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.norm1 = nn.LayerNorm(d, eps=1e-6)
        self.attn = Attention(d)
        self.norm2 = nn.LayerNorm(d, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(d, 4*d), nn.GELU(), nn.Dropout(0.0), nn.Linear(4*d, d))
    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        x = x + self.mlp(self.norm2(x))
        return x
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch_embed = PatchEmbed()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, 8))
        self.pos_embed = nn.Parameter(torch.randn(1, 5, 8) * .02)
        self.blocks = nn.Sequential(*[Block(8) for _ in range(2)])
        self.norm = nn.LayerNorm(8)
        self.head = nn.Linear(8, 3)
        nn.init.trunc_normal_(self.cls_token, std=.02)
    def forward(self, x):
        B = x.shape[0]
        x = self.patch_embed(x)
        x = torch.cat([self.cls_token.expand(B, -1, -1), x], dim=1)
        x = x + self.pos_embed
        x = self.norm(self.blocks(x))
        return F.log_softmax(self.head(x[:, 0]), dim=-1)[:, 1].sum()
"""

TRANSLATION_WITH_ATTENTION = """
class Encoder(nn.Module):
    def __init__(self, vocab, emb, hid):
        super().__init__()
        self.embedding = nn.Embedding(vocab, emb)
        self.rnn = nn.LSTM(emb, hid, batch_first=True)
    def forward(self, src):
        out, (h, c) = self.rnn(self.embedding(src))
        return out, h, c
class BahdanauAttention(nn.Module):
    def __init__(self, hid):
        super().__init__()
        self.Wa = nn.Linear(hid, hid)
        self.Ua = nn.Linear(hid, hid)
        self.Va = nn.Linear(hid, 1)
    def forward(self, query, keys):
        scores = self.Va(torch.tanh(self.Wa(query) + self.Ua(keys)))
        scores = scores.squeeze(2).unsqueeze(1)
        weights = F.softmax(scores, dim=-1)
        context = torch.bmm(weights, keys)
        return context, weights
class Decoder(nn.Module):
    def __init__(self, vocab, emb, hid):
        super().__init__()
        self.embedding = nn.Embedding(vocab, emb)
        self.attention = BahdanauAttention(hid)
        self.rnn = nn.LSTM(emb + hid, hid, batch_first=True)
        self.out = nn.Linear(hid, vocab)
    def forward(self, enc, h, c, target):
        outputs = []
        for t in range(target.size(1)):
            emb = self.embedding(target[:, t]).unsqueeze(1)
            query = h.permute(1, 0, 2)
            context, w = self.attention(query, enc)
            o, (h, c) = self.rnn(torch.cat((emb, context), dim=2), (h, c))
            outputs.append(self.out(o))
        return torch.cat(outputs, dim=1)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder(7, 3, 4)
        self.decoder = Decoder(6, 3, 4)
        self.crit = nn.CrossEntropyLoss(ignore_index=0)
    def forward(self, src, trg):
        enc, h, c = self.encoder(src)
        logits = self.decoder(enc, h, c, trg)
        return self.crit(logits.view(-1, logits.size(-1)), trg.reshape(-1))
"""

CHARACTER_MODEL = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(6, 3)
        self.gru = nn.GRU(3, 4, num_layers=2, batch_first=True)
        self.fc = nn.Linear(4, 6)
    def init_hidden(self, n):
        return torch.zeros(2, n, 4)
    def forward(self, x, y):
        h = self.init_hidden(x.size(0))
        out, h = self.gru(self.embedding(x), h)
        logits = self.fc(out)
        return F.cross_entropy(logits.transpose(1, 2), y)
"""

TRANSFORMER_WITH_POSITIONS = """
class PositionalEncoding(nn.Module):
    def __init__(self, d_model, dropout=0.0, max_len=20):
        super().__init__()
        self.dropout = nn.Dropout(p=dropout)
        position = torch.arange(max_len).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2) * (-math.log(10000.0) / d_model))
        pe = torch.zeros(max_len, 1, d_model)
        pe[:, 0, 0::2] = torch.sin(position * div_term)
        pe[:, 0, 1::2] = torch.cos(position * div_term)
        self.register_buffer('pe', pe)
    def forward(self, x):
        x = x + self.pe[:x.size(0)]
        return self.dropout(x)
class Net(nn.Module):
    def __init__(self, ntoken=6, d_model=8, nhead=2, d_hid=8, nlayers=2):
        super().__init__()
        self.pos_encoder = PositionalEncoding(d_model)
        layers = nn.TransformerEncoderLayer(d_model, nhead, d_hid, 0.0)
        self.transformer_encoder = nn.TransformerEncoder(layers, nlayers, enable_nested_tensor=False)
        self.embedding = nn.Embedding(ntoken, d_model)
        self.d_model = d_model
        self.linear = nn.Linear(d_model, ntoken)
        self.init_weights()
    def init_weights(self):
        initrange = 0.1
        self.embedding.weight.data.uniform_(-initrange, initrange)
        self.linear.bias.data.zero_()
        self.linear.weight.data.uniform_(-initrange, initrange)
    def forward(self, src, tgt):
        src = self.embedding(src) * math.sqrt(self.d_model)
        src = self.pos_encoder(src)
        src_mask = nn.Transformer.generate_square_subsequent_mask(len(src))
        output = self.transformer_encoder(src, src_mask)
        output = self.linear(output)
        return F.cross_entropy(output.view(-1, 6), tgt.view(-1))
"""

BAG_OF_WORDS = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.EmbeddingBag(9, 4, sparse=False)
        self.fc = nn.Linear(4, 3)
        self.init_weights()
    def init_weights(self):
        initrange = 0.5
        self.embedding.weight.data.uniform_(-initrange, initrange)
        self.fc.weight.data.uniform_(-initrange, initrange)
        self.fc.bias.data.zero_()
    def forward(self, text, offsets, label):
        embedded = self.embedding(text, offsets)
        return F.cross_entropy(self.fc(embedded), label, label_smoothing=0.1)
"""

GPT = """
class CausalSelfAttention(nn.Module):
    def __init__(self, n_embd, n_head, block_size):
        super().__init__()
        assert n_embd % n_head == 0
        self.c_attn = nn.Linear(n_embd, 3 * n_embd)
        self.c_proj = nn.Linear(n_embd, n_embd)
        self.n_head = n_head
        self.n_embd = n_embd
        self.register_buffer("bias", torch.tril(torch.ones(block_size, block_size)).view(1, 1, block_size,
            block_size))
    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(self.n_embd, dim=2)
        k = k.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        q = q.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        v = v.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        att = att.masked_fill(self.bias[:,:,:T,:T] == 0, float('-inf'))
        att = F.softmax(att, dim=-1)
        y = att @ v
        y = y.transpose(1, 2).contiguous().view(B, T, C)
        return self.c_proj(y)
class Block(nn.Module):
    def __init__(self, n_embd, n_head, block_size):
        super().__init__()
        self.ln_1 = nn.LayerNorm(n_embd)
        self.attn = CausalSelfAttention(n_embd, n_head, block_size)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.mlp = nn.ModuleDict(dict(c_fc=nn.Linear(n_embd, 4 * n_embd), c_proj=nn.Linear(4 * n_embd, n_embd),
            act=nn.GELU(approximate='tanh')))
        m = self.mlp
        self.mlpf = lambda x: m.c_proj(m.act(m.c_fc(x)))
    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        x = x + self.mlpf(self.ln_2(x))
        return x
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.transformer = nn.ModuleDict(dict(wte=nn.Embedding(6, 8), wpe=nn.Embedding(5, 8),
            h=nn.ModuleList([Block(8, 2, 5) for _ in range(2)]), ln_f=nn.LayerNorm(8)))
        self.lm_head = nn.Linear(8, 6, bias=False)
        self.transformer.wte.weight = self.lm_head.weight
    def forward(self, idx, targets):
        b, t = idx.size()
        pos = torch.arange(0, t, dtype=torch.long).unsqueeze(0)
        x = self.transformer.wte(idx) + self.transformer.wpe(pos)
        for block in self.transformer.h:
            x = block(x)
        logits = self.lm_head(self.transformer.ln_f(x))
        return F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1), ignore_index=-1)
"""

ROTARY_ATTENTION = """
class RMSNorm(nn.Module):
    def __init__(self, dim, eps=1e-6):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(dim))
    def _norm(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)
    def forward(self, x):
        return self._norm(x) * self.weight
def rotate_half(x):
    x1, x2 = x[..., : x.shape[-1] // 2], x[..., x.shape[-1] // 2 :]
    return torch.cat((-x2, x1), dim=-1)
class Net(nn.Module):
    def __init__(self, d=8, h=4, kv=2):
        super().__init__()
        self.h, self.kv, self.hd = h, kv, d // h
        self.wq = nn.Linear(d, d, bias=False)
        self.wk = nn.Linear(d, kv * self.hd, bias=False)
        self.wv = nn.Linear(d, kv * self.hd, bias=False)
        self.wo = nn.Linear(d, d, bias=False)
        self.norm = RMSNorm(d)
        inv = 1.0 / (10000 ** (torch.arange(0, self.hd, 2) / self.hd))
        self.register_buffer("inv_freq", inv)
    def forward(self, x):
        b, s, _ = x.shape
        y = self.norm(x)
        q = self.wq(y).view(b, s, self.h, self.hd).transpose(1, 2)
        k = self.wk(y).view(b, s, self.kv, self.hd).transpose(1, 2)
        v = self.wv(y).view(b, s, self.kv, self.hd).transpose(1, 2)
        freqs = torch.outer(torch.arange(s), self.inv_freq)
        emb = torch.cat((freqs, freqs), dim=-1)
        cos, sin = emb.cos(), emb.sin()
        q = q * cos + rotate_half(q) * sin
        k = k * cos + rotate_half(k) * sin
        k = k.repeat_interleave(self.h // self.kv, dim=1)
        v = v.repeat_interleave(self.h // self.kv, dim=1)
        mask = torch.full((s, s), float("-inf")).triu(1)
        o = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return (x + self.wo(o.transpose(1, 2).reshape(b, s, -1))).square().mean()
"""

SEQUENCE_MODELS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "vision transformer": (VISION_TRANSFORMER, "Net()", ("torch.randn(2,3,8,8)",)),
    "translation with attention": (
        TRANSLATION_WITH_ATTENTION,
        "Net()",
        ("torch.tensor([[1,2,3,4],[4,3,2,1]])", "torch.tensor([[1,2,5],[3,0,0]])"),
    ),
    "character model": (
        CHARACTER_MODEL,
        "Net()",
        ("torch.tensor([[0,1,2,3],[3,4,5,1]])", "torch.tensor([[1,2,3,4],[4,5,1,0]])"),
    ),
    "transformer with positions": (
        TRANSFORMER_WITH_POSITIONS,
        "Net()",
        ("torch.tensor([[0,1],[2,3],[4,5]])", "torch.tensor([[2,3],[4,5],[1,0]])"),
    ),
    "bag of words": (
        BAG_OF_WORDS,
        "Net()",
        ("torch.tensor([1,5,2,7,3])", "torch.tensor([0,3])", "torch.tensor([0,2])"),
    ),
    "GPT": (GPT, "Net()", ("torch.tensor([[0,1,2,3]])", "torch.tensor([[1,2,3,-1]])")),
    "rotary attention": (ROTARY_ATTENTION, "Net()", ("torch.randn(1,3,8)",)),
}
