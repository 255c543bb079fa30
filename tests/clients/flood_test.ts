// SPDX-License-Identifier: Apache-2.0 OR MIT
// A flood of output arrives whole.

import { eachProgram, kernelCommand } from "./program.ts";
import { Workspace } from "./workspace.ts";

eachProgram(
  "kernel delivers a million printed lines in order in bounded memory",
  async (program) => {
    await using workspace = await Workspace.create();
    await workspace.script("flood.py", ...kernelCommand(program));
  },
);
