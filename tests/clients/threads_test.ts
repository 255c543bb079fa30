// SPDX-License-Identifier: Apache-2.0 OR MIT
// jupyter_client, with several threads and clients at once.

import { eachProgram } from "./program.ts";
import { Workspace } from "./workspace.ts";

eachProgram("kernel serves six jupyter_client clients at once", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.installKernel(program);
  await workspace.script("threads.py");
});
