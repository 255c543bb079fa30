// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { execute } from "./execute.ts";

const ok = { status: "ok", executionCount: 3, userExpressions: {} } as const;

Deno.test("execute fills in what the specification says when fields are left out", async () => {
  const { calls } = await callRoute(execute, { code: "x" });
  assert.deepEqual(calls[0]?.params, {
    code: "x",
    silent: false,
    storeHistory: true,
    userExpressions: {},
    stopOnError: true,
  });
});

Deno.test("execute stores no history when it is silent", async () => {
  const { calls } = await callRoute(execute, { code: "x", silent: true, store_history: true });
  assert.equal((calls[0]?.params as { storeHistory: boolean }).storeHistory, false);
});

Deno.test("execute lets the script ask for input only with allow_stdin", async () => {
  const mute = await callRoute(execute, { code: "x", allow_stdin: false });
  assert.equal(mute.calls[0]?.context.requestInput, undefined);
  const asking = await callRoute(execute, { code: "x", allow_stdin: true });
  assert.ok(asking.calls[0]?.context.requestInput !== undefined);
});

Deno.test("execute takes time limit and chunk name from its metadata", async () => {
  const metadata = { llmspell: { time_limit_ms: 250, chunk_name: "tour.lua" }, other: 1 };
  const { calls } = await callRoute(execute, { code: "x" }, {}, { metadata });
  const { timeLimitMs, chunkName } = calls[0]?.params as Record<string, unknown>;
  assert.deepEqual([timeLimitMs, chunkName], [250, "tour.lua"]);
});

Deno.test("execute names the metadata field when it is wrong", async () => {
  const metadata = { llmspell: { time_limit_ms: -1 } };
  await assert.rejects(
    callRoute(execute, { code: "x" }, {}, { metadata }),
    /execute_request: metadata\.llmspell\.time_limit_ms/,
  );
});

Deno.test("execute replies with payload and user_expressions", async () => {
  const userExpressions = {
    a: { status: "ok", data: { "text/plain": "1" }, metadata: {} },
  } as const;
  const { reply } = await callRoute(execute, { code: "x", user_expressions: { a: "a" } }, {
    execute: () => ({ ...ok, userExpressions }),
  });
  assert.deepEqual(reply, {
    content: {
      status: "ok",
      execution_count: 3,
      payload: [],
      user_expressions: userExpressions,
    },
  });
});

Deno.test("execute tells the exit code in the reply's metadata", async () => {
  const { reply } = await callRoute(execute, { code: "x" }, {
    execute: () => ({ ...ok, exitCode: 4 }),
  });
  assert.deepEqual(reply?.metadata, { llmspell: { exit_code: 4 } });
});

Deno.test("execute replies with the script's error", async () => {
  const error = { ename: "LuaError", evalue: "boom", traceback: ["at 1"] };
  const { reply } = await callRoute(execute, { code: "x" }, {
    execute: () => ({ status: "error", executionCount: 3, ...error }),
  });
  assert.deepEqual(reply?.content, { status: "error", execution_count: 3, ...error });
});

Deno.test("execute replies aborted with the count alone", async () => {
  const { reply } = await callRoute(execute, { code: "x" }, {
    execute: () => ({ status: "aborted", executionCount: 3 }),
  });
  assert.deepEqual(reply?.content, { status: "aborted", execution_count: 3 });
});
