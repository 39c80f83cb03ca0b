/** A window that slides over an array, at one of its places: which entries meet there, and what they make. Pure. */

import type {Arr, Numbers, Trace, TraceEdge, TraceNode} from "../../shared/contract";
import {plan} from "./plan";
import {type Axis, entryAt, entryOf, numberAt, type Place, type Plane, pair, plainAxes, plane, within} from "./planes";

type Windows = NonNullable<TraceNode["windows"]>;
type Tone = Plane["tone"];

/** The entries that are swept: those of the result, of the operand, or of the kernel. */
export type Sweep = "result" | "operand" | "kernel";

/** Along one axis: what meets at a place. `at` counts on the drawn plane, `other` on the plane beside it. */
interface Meeting {
  readonly at: number;
  readonly other: number;
}

export interface Pair {
  readonly left: Plane;
  readonly right: Plane | null; // null: nothing is multiplied
}

/** One place of a sweep. */
export interface WindowLook {
  readonly pairs: readonly Pair[]; // one for each channel that meets here
  readonly meetings: readonly (readonly [Place, Place])[]; // on the left plane, on the right one
  readonly result: Plane;
  readonly place: Place; // in the result
  readonly index: readonly number[]; // of the entry of the result, all axes
  readonly value: number | null; // that entry
  readonly terms: readonly (readonly [number, number | null])[]; // the first of those that meet
  readonly count: number; // how many meet, the padding left out
  readonly winner: Place | null; // of a largest: where on the left plane
}

export interface Sweeping {
  readonly node: TraceNode;
  readonly sweep: Sweep;
  readonly wires: readonly TraceEdge[];
  readonly rank: number;
  readonly places: number; // how many places the window takes
  readonly choices: readonly Readonly<{name: "example" | "channel" | "input channel"; count: number}>[];
  readonly look: (at: number, index: readonly number[]) => WindowLook;
  readonly isDilated: boolean; // zeros stand between the entries of the gradient
  readonly overlaps: boolean;
}

const TERMS = 4;
const [ALONE]: Meeting[] = [{at: 0, other: 0}];

/** The sweep over a gate with windows along one or two axes; null of any other gate. */
export function sweepOf(trace: Trace, id: string, sweep: Sweep, live: Numbers): Sweeping | null {
  const {node: nodes, inputs} = plan(trace);
  const node = nodes.get(id);
  const windows = node?.windows;
  const wires = inputs.get(id) ?? [];
  const [operand, kernel = null] = wires;
  const rank = windows?.size.length ?? 0;
  if (!node || !windows || !operand || rank > 2 || wires.length !== (windows.gives === "products" ? 2 : 1)) return null;
  const form = {trace, node, windows, operand, kernel, live, rank};
  return windows.gives === "products" ? productSweep(form, sweep) : poolSweep(form, sweep);
}

interface Form {
  readonly node: TraceNode;
  readonly windows: Windows;
  readonly operand: TraceEdge;
  readonly kernel: TraceEdge | null;
  readonly live: Numbers;
  readonly rank: number;
}

const spatial = (shape: readonly number[]): readonly number[] => shape.slice(2);
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** A flat place as an index, the last axis fastest. */
function indexAt(flat: number, shape: readonly number[]): readonly number[] {
  const index: number[] = [];
  let rest = flat;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

/** The array under the windows with its padding, as far as windows reach. */
function paddedAxes(windows: Windows, sizes: readonly number[], counts: readonly number[]): readonly Axis[] {
  return sizes.map((size, axis) => {
    const [p, s, k, d] = settings(windows, axis);
    const end = ((counts[axis] ?? 1) - 1) * s - p + (k - 1) * d + 1;
    return {low: -p, high: Math.max(size + p, end), entry: (at) => within(at, size)};
  });
}

function settings({padding, stride, size, dilation}: Windows, axis: number): readonly [number, number, number, number] {
  return [padding[axis] ?? 0, stride[axis] ?? 1, size[axis] ?? 1, dilation[axis] ?? 1];
}

/** All combinations of what meets along two axes. */
function cross(rows: readonly Meeting[], columns: readonly Meeting[]): (readonly [Place, Place])[] {
  return rows.flatMap((row) =>
    columns.map((column): readonly [Place, Place] => [
      [row.at, column.at],
      [row.other, column.other],
    ]),
  );
}

const range = (count: number): readonly number[] => Array.from({length: count}, (_, k) => k);

/** The products of all channels that meet, the first of them as numbers. */
function termsOf(pairs: readonly Pair[], meetings: WindowLook["meetings"]): Pick<WindowLook, "terms" | "count"> {
  const real = meetings.filter(([left, right]) => {
    const [first] = pairs;
    return (
      first && entryAt(first.left, left) !== null && (first.right === null || entryAt(first.right, right) !== null)
    );
  });
  const terms: [number, number | null][] = [];
  for (const {left, right} of pairs)
    for (const [at, other] of real) {
      if (terms.length >= TERMS) break;
      const [a, b] = [numberAt(left, at), right === null ? null : numberAt(right, other)];
      if (a !== null && (right === null || b !== null)) terms.push([a, b]);
    }
  return {terms, count: real.length * pairs.length};
}

/**
 * A convolution, or a transposed one. Both join a large side, over which windows lie, a small one with an entry for each
 * window, and the kernel: a convolution goes from large to small and hands back the other way, a transposed one goes from
 * small to large.
 */
function productSweep(form: Form, sweep: Sweep): Sweeping | null {
  const {node, windows, operand, kernel, live, rank} = form;
  if (kernel === null) return null;
  const numbers = (edge: TraceEdge) => live.edges[edge.id] ?? edge;
  const {value: x, downstream: dx, upstream} = numbers(operand);
  const {value: k, downstream: dk} = numbers(kernel);
  const y = (live.nodes[node.id] ?? node).value;
  const {transposed} = windows;
  const [ofX, ofUpstream]: readonly [Tone, Tone] = ["value", "gradient"];
  const [large, small] = transposed ? [node.shape, operand.shape] : [operand.shape, node.shape];
  const [overLarge, toneOfLarge] = transposed ? [upstream, ofUpstream] : [x, ofX]; // what comes in over the windows
  const [atSmall, toneOfSmall] = transposed ? [x, ofX] : [upstream, ofUpstream]; // what comes in, one for each window
  const isForward = sweep === "result";
  const target: Arr = isForward ? y : dx;
  const tone: Tone = isForward ? "value" : "gradient";
  const [examples = 1, channels = 1] = large;
  const [outs = 1, inside = 1] = kernel.shape;
  const outsInside = outs / windows.groups;
  const counts = spatial(small);
  const sizes = spatial(large);
  const padded = paddedAxes(windows, sizes, counts);
  const axesOfKernel = plainAxes(spatial(kernel.shape));
  const flipped = spatial(kernel.shape).map((size): Axis => ({low: 0, high: size, entry: (at) => size - 1 - at}));
  const spreads = sweep === (transposed ? "result" : "operand");
  const common = {
    node,
    sweep,
    wires: [operand, kernel],
    rank,
    isDilated: spreads && windows.stride.some((step) => step > 1),
    overlaps: true,
  };
  const finish = (
    pairs: readonly Pair[],
    along: readonly (readonly Meeting[])[],
    result: Plane,
    index: readonly number[],
    value: Arr,
  ): WindowLook => {
    const meetings = cross(...pair(along, [ALONE as Meeting]));
    const place = pair(index.slice(2), 0);
    return {
      pairs,
      meetings,
      result,
      place,
      index,
      value: entryOf(value, index),
      ...termsOf(pairs, meetings),
      winner: null,
    };
  };

  if (sweep !== "kernel" && !spreads)
    return {
      ...common,
      places: sizeOf(counts),
      choices: [
        {name: "example", count: examples},
        {name: "channel", count: outs},
      ],
      look(at, [example = 0, out = 0]) {
        const where = indexAt(at, counts);
        const group = Math.floor(out / outsInside);
        const pairs = range(inside).map((c) => ({
          left: plane(overLarge, [example, group * inside + c], padded, toneOfLarge, channels),
          right: plane(k, [out, c], axesOfKernel, "value", inside),
        }));
        const along = where.map((j, axis) => {
          const [p, s, size, d] = settings(windows, axis);
          return range(size).map((place) => ({at: j * s - p + place * d, other: place}));
        });
        const result = plane(target, [example, out], plainAxes(counts), tone, outs);
        return finish(pairs, along, result, [example, out, ...where], target);
      },
    };

  if (spreads) {
    // The small side with stride - 1 zeros between its entries: over it the flipped kernel slides one by one.
    const dilated = counts.map((count, axis): Axis => {
      const [p, s, size, d] = settings(windows, axis);
      const last = (sizes[axis] ?? 1) - 1;
      return {
        low: Math.min(0, p - (size - 1) * d),
        high: Math.max((count - 1) * s + 1, last + p + 1),
        entry: (at) => (at % s === 0 ? within(at / s, count) : -1),
      };
    });
    return {
      ...common,
      places: sizeOf(sizes),
      choices: [
        {name: "example", count: examples},
        {name: "channel", count: channels},
      ],
      look(at, [example = 0, channel = 0]) {
        const where = indexAt(at, sizes);
        const [group, c] = [Math.floor(channel / inside), channel % inside];
        const pairs = range(outsInside).map((o) => ({
          left: plane(atSmall, [example, group * outsInside + o], dilated, toneOfSmall, outs),
          right: plane(k, [group * outsInside + o, c], flipped, "value", inside),
        }));
        const along = where.map((i, axis) => {
          const [p, , size, d] = settings(windows, axis);
          return range(size).map((place) => ({at: i + p - (size - 1 - place) * d, other: place}));
        });
        const result = plane(target, [example, channel], plainAxes(sizes), tone, channels);
        return finish(pairs, along, result, [example, channel, ...where], target);
      },
    };
  }

  const ofKernel = spatial(kernel.shape);
  return {
    ...common,
    places: sizeOf(ofKernel),
    choices: [
      {name: "channel", count: outs},
      {name: "input channel", count: inside},
    ],
    look(at, [out = 0, c = 0]) {
      const where = indexAt(at, ofKernel);
      const group = Math.floor(out / outsInside);
      const pairs = range(examples).map((example) => ({
        left: plane(overLarge, [example, group * inside + c], padded, toneOfLarge, channels),
        right: plane(atSmall, [example, out], plainAxes(counts), toneOfSmall, outs),
      }));
      const along = where.map((place, axis) => {
        const [p, s, , d] = settings(windows, axis);
        return range(counts[axis] ?? 1).map((j) => ({at: j * s - p + place * d, other: j}));
      });
      const result = plane(dk, [out, c], plainAxes(ofKernel), "gradient", inside);
      return finish(pairs, along, result, [out, c, ...where], dk);
    },
  };
}

function poolSweep(form: Form, sweep: Sweep): Sweeping | null {
  const {node, windows, operand, live, rank} = form;
  const {value: x, upstream, downstream} = live.edges[operand.id] ?? operand;
  const y = (live.nodes[node.id] ?? node).value;
  const [examples = 1, channels = 1] = operand.shape;
  const counts = spatial(node.shape);
  const sizes = spatial(operand.shape);
  const padded = paddedAxes(windows, sizes, counts);
  if (sweep === "kernel") return null;
  return {
    node,
    sweep,
    wires: [operand],
    rank,
    places: sizeOf(counts),
    choices: [
      {name: "example", count: examples},
      {name: "channel", count: channels},
    ],
    isDilated: false,
    overlaps: windows.size.some((_, axis) => {
      const [, s, size, d] = settings(windows, axis);
      return (size - 1) * d + 1 > s;
    }),
    look(at, [example = 0, channel = 0]) {
      const where = indexAt(at, counts);
      const front = [example, channel];
      const left = plane(x, front, padded, "value", channels);
      const along = where.map((j, axis) => {
        const [p, s, size, d] = settings(windows, axis);
        return range(size).map((place) => ({at: j * s - p + place * d, other: place}));
      });
      const meetings = cross(...pair(along, [ALONE as Meeting]));
      const winner = windows.gives === "largest" ? largest(left, meetings) : null;
      const index = [...front, ...where];
      const isBack = sweep === "operand";
      const pairs: Pair[] = isBack
        ? [{left, right: plane(upstream, front, plainAxes(counts), "gradient", channels)}]
        : [{left, right: null}];
      const result = isBack
        ? plane(downstream, front, plainAxes(sizes), "gradient", channels)
        : plane(y, front, plainAxes(counts), "value", channels);
      const sources = [{left, right: null}];
      return {
        pairs,
        meetings,
        result,
        place: pair(where, 0),
        index,
        value: entryOf(isBack ? upstream : y, index),
        ...termsOf(sources, meetings),
        winner,
      };
    },
  };
}

/** The first of the largest entries of a window, NaN before all, as the engine has it. */
function largest(left: Plane, meetings: WindowLook["meetings"]): Place | null {
  let best: number | null = null;
  let place: Place | null = null;
  for (const [at] of meetings) {
    if (entryAt(left, at) === null) continue;
    const entry = numberAt(left, at);
    if (entry === null) return null;
    if (best === null || entry > best || Number.isNaN(entry)) [best, place] = [entry, at];
  }
  return place;
}
