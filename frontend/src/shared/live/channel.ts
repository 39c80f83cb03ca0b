/** Screens of one machine follow each other without a network: a channel between windows of one origin. */

import type {Trace} from "../contract";

/** A session of the windows of this machine alone. (No code of a server's has an O or an L.) */
export const LOCAL = "LOCAL";

type Message = Readonly<{
  code: string;
  version?: number;
  state?: unknown;
  trace?: Trace | null; // of the state's request: there may be no server to ask
  asks?: true;
  ended?: true;
}>;

interface Channel {
  send(message: Omit<Message, "code">): void;
  close(): void;
}

/** Joins the windows that follow, or drive, the session of this code. */
export function openChannel(code: string, receive: (message: Message) => void): Channel {
  if (typeof BroadcastChannel === "undefined") return {send: () => undefined, close: () => undefined};
  const channel = new BroadcastChannel("chainrule-live");
  channel.onmessage = ({data}: MessageEvent<unknown>) => {
    if (typeof data === "object" && data !== null && (data as Message).code === code) receive(data as Message);
  };
  return {send: (message) => channel.postMessage({...message, code}), close: () => channel.close()};
}
