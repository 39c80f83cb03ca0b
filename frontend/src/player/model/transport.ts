/** State of the transport: one value, one reducer. `step` is the position: the number of steps that are done. */

export const SPEEDS = [0.5, 1, 2] as const;

export interface Player {
  readonly step: number;
  readonly playing: boolean;
  readonly speed: number;
}

export type Action =
  | {readonly type: "play" | "pause" | "toggle" | "start" | "end"}
  | {readonly type: "tick"; readonly goesOn?: boolean} // something follows the last step: playing does not end there
  | {readonly type: "resume"} // plays on from where it stands, the last step too
  | {readonly type: "seek"; readonly step: number}
  | {readonly type: "move"; readonly by: number}
  | {readonly type: "speed"; readonly speed: number};

export const STILL: Player = {step: 0, playing: false, speed: 1};

const clamp = (step: number, last: number): number =>
  Number.isFinite(step) ? Math.max(0, Math.min(last, Math.round(step))) : 0;

/** The player after an action; `last` is the number of steps. Playing from the end starts over. */
export function reduce(player: Player, action: Action, last: number): Player {
  switch (action.type) {
    case "play":
      return last === 0 ? player : {...player, playing: true, step: player.step >= last ? 0 : player.step};
    case "pause":
      return {...player, playing: false};
    case "toggle":
      return reduce(player, {type: player.playing ? "pause" : "play"}, last);
    case "seek":
      return {...player, step: clamp(action.step, last), playing: false};
    case "move":
      return {...player, step: clamp(player.step + action.by, last), playing: false};
    case "tick": {
      if (!player.playing) return player;
      const step = clamp(player.step + 1, last);
      return {...player, step, playing: step < last || action.goesOn === true};
    }
    case "resume":
      return {...player, playing: true};
    case "start":
      return {...player, step: 0, playing: false};
    case "end":
      return {...player, step: last, playing: false};
    case "speed":
      return {...player, speed: action.speed};
  }
}
