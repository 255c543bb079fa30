// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { kernelInfo } from "./kernel_info.ts";

Deno.test("kernelInfo tells version, language and features", async () => {
  const features = ["debugger", "kernel subshells"];
  const { reply } = await callRoute(kernelInfo, {}, {}, { features });
  assert.deepEqual(reply?.content, {
    status: "ok",
    protocol_version: "5.6.0",
    implementation: "mock",
    implementation_version: "1.0.0",
    language_info: {
      name: "echo",
      version: "1.0",
      mimetype: "text/x-echo",
      file_extension: ".echo",
      pygments_lexer: "text",
      codemirror_mode: "null",
    },
    banner: "Echo",
    help_links: [{ text: "Help", url: "https://example.org/" }],
    debugger: true,
    supported_features: features,
  });
});
