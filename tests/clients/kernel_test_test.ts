// SPDX-License-Identifier: Apache-2.0 OR MIT
// jupyter_kernel_test's KernelTests pass for every language.

import { eachProgram } from "./program.ts";
import { Workspace } from "./workspace.ts";

eachProgram("kernel passes jupyter_kernel_test", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.installKernel(program);
  await workspace.script("kernel_test_lua.py");
});

for (const language of ["javascript", "python"]) {
  eachProgram(`kernel for ${language} passes jupyter_kernel_test`, async (program) => {
    await using workspace = await Workspace.create();
    await workspace.installKernel(program, "--language", language);
    await workspace.script(`kernel_test_${language}.py`);
  });
}
