// SPDX-License-Identifier: Apache-2.0 OR MIT
// Plays every transcript to a real Lua kernel over ZeroMQ. LLMSPELL_UPDATE=1 writes the answers instead.

import assert from "node:assert/strict";
import { openAssets } from "../../daemon/assets.ts";
import { mainSession, openCore } from "../../daemon/core.ts";
import { recordingLog } from "../../daemon/service/testing.ts";
import { resolveConfig } from "../../lib/config/mod.ts";
import { openContext } from "../../lib/zmq/mod.ts";
import {
  connectJupyter,
  createJupyterProtocol,
  type JupyterClient,
  newConnection,
} from "../../protocols/jupyter/mod.ts";
import type { Message } from "../../protocols/jupyter/messages.ts";
import { type Check, loadSchemas } from "./schemas.ts";
import {
  type Answer,
  type Exchanged,
  readTranscript,
  type Request,
  type Transcript,
  writeTranscript,
} from "./transcript.ts";

const FOLDER = new URL("./jupyter/", import.meta.url);
const SCHEMAS = new URL("../conformance/schemas/", import.meta.url);
const env = (name: string) => Deno.env.get(name);

/** Defaults that front ends send, so that a transcript shows only what matters to it. */
const DEFAULTS: Readonly<Record<string, Record<string, unknown>>> = {
  execute_request: {
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: true,
    stop_on_error: true,
  },
};
const UNANSWERED = new Set(["comm_open", "comm_msg", "comm_close"]);

async function play({ groups }: Transcript, check: Check): Promise<Exchanged[][]> {
  await using stack = new AsyncDisposableStack();
  const assets = openAssets(env);
  const core = stack.use(
    await openCore({
      config: resolveConfig({ env: () => undefined, flags: {} }),
      assets,
      env,
      language: "lua",
      historyPath: ":memory:",
      moduleFolders: [],
      log: recordingLog().log,
    }),
  );
  const context = stack.use(openContext({ library: await assets.file("libzmq") }));
  const protocol = createJupyterProtocol({
    context,
    connection: newConnection({ transport: "tcp", ip: "127.0.0.1", kernelName: "llmspell" }),
    session: mainSession,
    log: core.log,
    metrics: core.metrics,
    now: Date.now,
    randomUUID: () => crypto.randomUUID(),
  });
  const { connection } = stack.use(
    await protocol.listen(core.kernel, new AbortController().signal),
  );
  const client = stack.use(await connectJupyter({ context, connection }));
  const played: Exchanged[][] = [];
  for (const group of groups) {
    const answers = group.filter(({ channel }) => channel === "stdin");
    played.push(
      await Promise.all(group.map((request) => exchange(client, request, answers, check))),
    );
  }
  return played;
}

/** Sends a request, answers its questions from the stdin lines of its group, and collects what it led to. */
async function exchange(
  client: JupyterClient,
  request: Request,
  inputs: readonly Request[],
  check: Check,
): Promise<Exchanged> {
  if (request.channel === "stdin") return { request, answers: [] };
  const questions: Answer[] = [];
  const content = { ...DEFAULTS[request.type], ...request.content };
  const { reply, iopub } = await client.request(request.channel, request.type, content, {
    metadata: request.metadata,
    reply: !UNANSWERED.has(request.type),
    onInput: (question) => {
      questions.push({ channel: "stdin", type: "input_request", content: { ...question } });
      return String(inputs[questions.length - 1]?.content["value"] ?? "");
    },
  });
  const heard = (channel: Answer["channel"], message: Message): Answer => {
    const { header, parentHeader, metadata, content } = message;
    const whole = { header, parent_header: parentHeader, metadata, content };
    assert.equal(check(whole), undefined, `${header.msg_type}: ${JSON.stringify(content)}`);
    return { channel, type: header.msg_type, content };
  };
  return {
    request,
    answers: [
      ...(reply ? [heard(request.channel, reply)] : []),
      ...questions,
      ...mergeStreams(iopub.map((message) => heard("iopub", message))),
    ],
  };
}

/** Joins what one stream said in a row: how output is cut into messages is a matter of time. */
function mergeStreams(answers: readonly Answer[]): Answer[] {
  const merged: Answer[] = [];
  for (const answer of answers) {
    const last = merged.at(-1);
    if (last?.type === "stream" && last.content["name"] === answer.content["name"]) {
      const text = `${last.content["text"]}${answer.content["text"]}`;
      merged.splice(-1, 1, { ...last, content: { ...last.content, text } });
    } else {
      merged.push(answer);
    }
  }
  return merged;
}

const check = await loadSchemas(SCHEMAS);
for (const { name } of [...Deno.readDirSync(FOLDER)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  Deno.test(`transcript jupyter/${name} is what the kernel answers`, async () => {
    const file = new URL(name, FOLDER);
    const text = await Deno.readTextFile(file);
    const transcript = readTranscript(text);
    const played = writeTranscript(transcript.heading, await play(transcript, check));
    if (Deno.env.get("LLMSPELL_UPDATE") === "1") await Deno.writeTextFile(file, played);
    else assert.equal(played, text);
  });
}
