// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { readTranscript, writeTranscript } from "./transcript.ts";

Deno.test("readTranscript() groups requests by empty lines and leaves answers out", () => {
  const text = `# Title

shell   > kernel_info_request {}
iopub   < status {"execution_state":"busy"}
control > interrupt_request {}

shell   > execute_request {"code":"1","metadata":{"a":1}}
`;
  const { heading, groups } = readTranscript(text);
  assert.equal(heading, "# Title");
  assert.deepEqual(groups.map((group) => group.map(({ type }) => type)), [
    ["kernel_info_request", "interrupt_request"],
    ["execute_request"],
  ]);
  assert.deepEqual(groups[1]?.[0]?.metadata, { a: 1 });
});

Deno.test("readTranscript() throws SyntaxError that names the line it cannot read", () => {
  assert.throws(() => readTranscript("# Title\n\nshell ? {}"), {
    name: "SyntaxError",
    message: "Cannot read line 3: shell ? {}",
  });
});

Deno.test("writeTranscript() numbers ids by first appearance and masks unstable fields", () => {
  const id = "01234567-89ab-4def-8123-456789abcdef";
  const request = { channel: "shell", type: "x_request", content: {}, metadata: {} } as const;
  const answers = [
    { channel: "iopub", type: "status", content: { id } },
    { channel: "shell", type: "x_reply", content: { id, pid: 7 } },
  ] as const;
  assert.equal(
    writeTranscript("# Title", [[{ request, answers }]]),
    `# Title

shell   > x_request            {}
shell   < x_reply              {"id":"<id:1>","pid":"<pid>"}
iopub   < status               {"id":"<id:1>"}
`,
  );
});
