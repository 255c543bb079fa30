// SPDX-License-Identifier: Apache-2.0 OR MIT
// A person at `jupyter console`, in a pseudo-terminal.

import { eachProgram } from "./program.ts";
import { Workspace } from "./workspace.ts";

eachProgram("jupyter console works with the kernel", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.installKernel(program);
  await workspace.script("console.py");
});
