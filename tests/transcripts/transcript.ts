// SPDX-License-Identifier: Apache-2.0 OR MIT
// Golden transcripts: requests in a file, the kernel's answers beneath them, unstable values masked.

/** A line of a transcript that is sent to the kernel. */
export interface Request {
  readonly channel: "shell" | "control" | "stdin";
  readonly type: string;
  readonly content: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

/** A message that the kernel sent. */
export interface Answer {
  readonly channel: "shell" | "control" | "stdin" | "iopub";
  readonly type: string;
  readonly content: Record<string, unknown>;
}

/** A request with what it led to. */
export interface Exchanged {
  readonly request: Request;
  readonly answers: readonly Answer[];
}

/**
 * A transcript as read: its heading and its requests; answers are not kept, a run makes them anew. Requests of one
 * group, with no empty line between them, are sent at once; a group is sent when the one before it is answered.
 */
export interface Transcript {
  readonly heading: string;
  readonly groups: readonly (readonly Request[])[];
}

const CHANNELS = ["shell", "control", "stdin", "iopub"] as const;
const LINE = /^(shell|control|stdin|iopub)\s+([<>]) (\w+)\s+(\{.*\})\s*$/;
const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/g;
/** Fields whose values differ from run to run and from machine to machine. */
const UNSTABLE = new Set([
  "banner",
  "hostname",
  "pid",
  "implementation_version",
  "kernel_cpu",
  "kernel_memory",
  "cpu_count",
  "host_cpu_percent",
  "host_virtual_memory",
  "shell_port",
  "iopub_port",
  "stdin_port",
  "hb_port",
  "control_port",
]);

/**
 * Reads a transcript.
 *
 * @throws {SyntaxError} naming the line that is neither heading, request nor answer
 */
export function readTranscript(text: string): Transcript {
  const heading: string[] = [];
  const groups: Request[][] = [];
  let group: Request[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.startsWith("#")) heading.push(line);
    if (line === "") group = [];
    if (line === "" || line.startsWith("#")) continue;
    const [, channel, direction, type, json] = LINE.exec(line) ?? [];
    if (!channel || !type || !json) throw new SyntaxError(`Cannot read line ${at + 1}: ${line}`);
    if (direction === "<") continue;
    const { metadata = {}, ...content } = JSON.parse(json);
    if (group.length === 0) groups.push(group);
    group.push({ channel: channel as Request["channel"], type, content, metadata });
  }
  return { heading: heading.join("\n"), groups };
}

/** Writes a transcript with the answers of a run: for each request the channels in turn, each in its order. */
export function writeTranscript(
  heading: string,
  groups: readonly (readonly Exchanged[])[],
): string {
  const ids = new Map<string, string>();
  const mask = (content: unknown) =>
    JSON.stringify(content, (key, value) => UNSTABLE.has(key) ? `<${key}>` : value)
      .replace(UUID, (id) => {
        if (!ids.has(id)) ids.set(id, `<id:${ids.size + 1}>`);
        return ids.get(id)!;
      });
  const written = (exchanges: readonly Exchanged[]) => exchanges.flatMap(lines).join("\n");
  const lines = ({ request, answers }: Exchanged) => {
    const { channel, type, content, metadata } = request;
    const sent = Object.keys(metadata).length > 0 ? { ...content, metadata } : content;
    const heard = CHANNELS.flatMap((each) => answers.filter(({ channel }) => channel === each));
    return [
      line(channel, ">", type, JSON.stringify(sent)),
      ...heard.map((answer) => line(answer.channel, "<", answer.type, mask(answer.content))),
    ];
  };
  return [heading, ...groups.map(written)].join("\n\n") + "\n";
}

function line(channel: string, direction: string, type: string, json: string): string {
  return `${channel.padEnd(7)} ${direction} ${type.padEnd(20)} ${json}`;
}
