// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { serviceFiles } from "./gen_services.ts";

Deno.test("serviceFiles() name no user and no place of this machine", () => {
  for (const [path, content] of Object.entries(serviceFiles())) {
    assert.doesNotMatch(content, /\/(root|tmp|work|home\/you)\b/, path);
    assert.ok(content.includes("/usr/local/bin/llmspell"), path);
  }
});
