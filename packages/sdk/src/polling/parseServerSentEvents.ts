/**
 * Reads server-sent events.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

/** One event of a stream. */
interface ServerSentEvent {
  /** What to resume after, as the stream last gave it. */
  readonly id: string;
  readonly data: string;
}

/** Takes the next bytes of a stream and gives the events that they complete. */
export type ServerSentEventParser = (chunk: Uint8Array) => ServerSentEvent[];

/** Far more than any event of ours has; a stream without line ends would fill the memory. */
const lineLengthMax = 1_000_000;

/** Starts reading a stream. Chunks may split it anywhere, also inside a character or a line end. */
export function createServerSentEventParser(): ServerSentEventParser {
  // Drops a byte order mark at the start by itself.
  const decoder = new TextDecoder();
  let rest = '';
  let id = '';
  let data: string[] = [];

  function takeLine(line: string): ServerSentEvent | undefined {
    if (line === '') {
      const event = data.length === 0 ? undefined : { id, data: data.join('\n') };
      data = [];
      return event;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    if (name === 'id' && !value.includes('\0')) id = value;
    return undefined;
  }

  return (chunk) => {
    rest += decoder.decode(chunk, { stream: true });
    // A CR at the end may be the first half of a CRLF: its line waits for the next chunk.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > lineLengthMax) throw new RangeError('A line of the stream is too long');
    return lines.flatMap((line) => takeLine(line) ?? []);
  };
}
