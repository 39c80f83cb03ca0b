/** An answer that comes line by line while it is made. */

export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const all = (rest + decoder.decode(part.value, {stream: true})).split("\n");
    rest = all.pop() ?? "";
    for (const line of all) if (line !== "") yield line;
  }
  if (rest !== "") yield rest;
}
