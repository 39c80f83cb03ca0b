/** The one camera rule, for page, hall, frame and phone: the whole picture while its digits can be read, else a part.
 *
 * Pure: pictures are in their own units, windows and blocks in px.
 */

import type {Trace} from "../../shared/contract";
import {meets, type Part} from "./part";

/** Digits are drawn from this height of type on, in px. */
export const LEAST_TYPE = 12;
/** The type of the picture's numbers at scale 1, in px: beside wires, and in arrays and badges of shapes. */
export const TYPE = {number: 13, array: 11} as const;
/** Height in px to which the numbers of a small picture grow: it need not fill the window. */
const LARGEST_TYPE = 22;
export const MARGIN = 20;
const LEAST_ASPECT = 0.2;
const ROW_SHARE = 0.6;
/** A picture of two thousand gates in a row is 200,000 px wide. */
export const SMALLEST = 0.004;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Camera {
  readonly fits: boolean; // the whole picture is in the window
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** Subject of a camera: a picture and its parts. */
export interface Subject extends Size {
  readonly type: number; // its smallest digits at scale 1, in px
  readonly parts: readonly Part[]; // boxes and labels
}

export const subjectOf = (trace: Trace): Subject => ({
  width: trace.width,
  height: trace.height,
  type: trace.edges.some(({shape}) => shape.length > 0) ? TYPE.array : TYPE.number,
  parts: [
    ...trace.nodes.map(({x, y, width, height}) => part(x, y, width / 2, height / 2, height / 2)),
    ...trace.edges.map(({label: [x, y], label_size: [width, above, below] = [48, 20, 20]}) =>
      part(x, y, width / 2, above, below),
    ),
  ],
});

const part = (x: number, y: number, half: number, above: number, below: number): Part => ({
  x0: x - half,
  x1: x + half,
  y0: y - above,
  y1: y + below,
});

/** The scale at which its smallest digits are just large enough. `text`: times the usual height of type. */
export const legible = ({type}: Pick<Subject, "type">, text: number): number => (LEAST_TYPE * text) / type;

/** The largest scale at which the whole picture is in the window. */
function roomFor(picture: Size, window: Size): number {
  const margin = marginOf(window);
  return Math.min(
    (window.width - 2 * margin) / Math.max(1, picture.width),
    (window.height - 2 * margin) / Math.max(1, picture.height),
  );
}

const marginOf = ({width, height}: Size): number => Math.min(MARGIN, Math.min(width, height) / 24);

/** Return whether the whole picture can be read in this window. */
export const fits = (subject: Subject, window: Size, text = 1): boolean =>
  roomFor(subject, window) >= legible(subject, text);

/** The whole picture, clear of what lies over the window's corners (`blocks`), if it can be read so. */
export function wholeCamera(subject: Subject, window: Size, text: number, blocks: readonly Part[] = []): Camera {
  const most = (LARGEST_TYPE * Math.max(1, text)) / subject.type;
  const plain = inArea(subject, {x0: 0, y0: 0, x1: window.width, y1: window.height}, most);
  if (isClear(subject, plain, blocks)) return plain;
  const clear = areas(window, blocks)
    .map((area) => inArea(subject, area, most))
    .filter((camera) => isClear(subject, camera, blocks) && camera.k >= Math.min(plain.k, legible(subject, text)));
  return clear.reduce((best, camera) => (best === plain || camera.k > best.k ? camera : best), plain);
}

/** The picture at the scale at which it can be read, from its start. */
export function closeCamera(subject: Subject, window: Size, text: number): Camera {
  const k = legible(subject, text);
  const margin = marginOf(window);
  const start = (size: number, space: number): number => Math.max(margin / 2, (space - size * k) / 2);
  return {fits: false, k, x: start(subject.width, window.width), y: start(subject.height, window.height)};
}

function inArea(picture: Size, area: Part, most: number): Camera {
  const window = {width: area.x1 - area.x0, height: area.y1 - area.y0};
  const k = Math.max(SMALLEST, Math.min(most, roomFor(picture, window)));
  const x = area.x0 + (window.width - picture.width * k) / 2;
  const y = area.y0 + (window.height - picture.height * k) / 2;
  return {fits: true, k, x, y};
}

/** The window without the columns and rows in which blocks lie. */
function areas({width, height}: Size, blocks: readonly Part[]): Part[] {
  const top = Math.max(0, ...blocks.filter(({y0}) => y0 < height / 2).map(({y1}) => y1));
  const bottom = Math.min(height, ...blocks.filter(({y0}) => y0 >= height / 2).map(({y0}) => y0));
  const right = Math.min(width, ...blocks.map(({x0}) => x0));
  const fullArea = {x0: 0, y0: 0, x1: width, y1: height};
  const cuts: Partial<Part>[] = [{y0: top}, {y1: bottom}, {x1: right}, {y0: top, y1: bottom}];
  return cuts.map((cut) => ({...fullArea, ...cut})).filter(({x0, x1, y0, y1}) => x1 - x0 > 60 && y1 - y0 > 60);
}

/** Return whether nothing that lies over the window covers a box or a label. */
export function isClear({parts}: Subject, {k, x, y}: Camera, blocks: readonly Part[]): boolean {
  if (blocks.length === 0) return true;
  return !parts.some((one) => {
    const screenArea = {x0: x + k * one.x0, x1: x + k * one.x1, y0: y + k * one.y0, y1: y + k * one.y1};
    return blocks.some((block) => meets(screenArea, block));
  });
}

/**
 * A narrower shape for a graph whose rows can be read and are wider than the window: in it they are no wider, and the
 * window moves up and down alone. Null where they are not wider, or where the column would be endless.
 */
export function narrowerAspect(subject: Subject, window: Size, text = 1): number | null {
  const across = (window.width - 2 * marginOf(window)) / legible(subject, text);
  if (subject.width <= across) return null;
  const aspect = Math.floor((10 * across * across) / (subject.width * subject.height)) / 10;
  return aspect >= LEAST_ASPECT ? aspect : null;
}

/**
 * Return whether one row, which cannot be read as a whole, shows more than its rows would: it takes up most of the
 * window's height, and no more than there is unless the window is wide. The window then follows along it.
 */
export function fillsInOneRow(subject: Subject, window: Size, text = 1): boolean {
  const part = (subject.height * legible(subject, text)) / window.height;
  return part >= ROW_SHARE && (part <= 1 || window.width > window.height);
}

/** The shape of a window for a graph that is broken into rows: width over height, in steps that answers can be kept by. */
export function aspectOf({width, height}: Size): number {
  const margin = marginOf({width, height});
  const aspect = (width - 2 * margin) / Math.max(1, height - 2 * margin);
  return Math.max(LEAST_ASPECT, Math.min(8, Math.round(aspect * 10) / 10));
}
