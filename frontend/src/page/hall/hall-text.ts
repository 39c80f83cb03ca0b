/** Size of type in the lecture hall. */

import {LEAST_TYPE} from "../../player/draw/camera";

/** The height of the digits for the last row, as a part of the window's. */
const LEAST = 0.02;

export const isHall = (): boolean => document.body.hasAttribute("data-present");

/** Return how many times the usual height of type the hall needs; 1 outside it. */
export const hallText = (): number => (isHall() ? Math.max(1, (LEAST * window.innerHeight) / LEAST_TYPE) : 1);
