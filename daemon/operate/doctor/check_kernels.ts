// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether the kernels that run answer, are well and are of this version.

import { programVersion } from "../../version.ts";
import { findKernels } from "../discovery.ts";
import { type KernelReport, reportKernels } from "../kernel_report.ts";
import type { DoctorContext, Finding } from "./finding.ts";

/** How long each kernel may take to answer. */
const answerMs = 2_000;

/** Asks this user's kernels how they are. */
export async function checkKernels({ env, now, places }: DoctorContext): Promise<Finding[]> {
  const kernels = (await findKernels(env, places))
    .filter(({ owner, state }) => owner === "own" && state === "running");
  return (await reportKernels(kernels, { env, now, answerMs })).map(judge);
}

function judge(kernel: KernelReport): Finding {
  const { id, pid, version, health, phase, checks } = kernel;
  const check = "kernels";
  if (kernel.status !== "running") {
    return {
      check,
      status: "problem",
      text: `kernel "${id}", process ${pid}, does not answer`,
      remedy: `llmspell kernel logs ${id}; llmspell kernel stop ${id} --force`,
    };
  }
  if (health !== "Healthy") {
    const ill = (checks ?? []).filter(({ status }) => status !== "Healthy").map(({ name }) => name);
    const status = health === "Unhealthy" ? "problem" : "warning";
    const text = `kernel "${id}" is ${health}: ${ill.join(", ")}`;
    return { check, status, text, remedy: `llmspell kernel status ${id}` };
  }
  if (version !== programVersion) {
    const text = `kernel "${id}" is of version ${version}, this program of ${programVersion}`;
    return { check, status: "warning", text, remedy: `llmspell kernel restart ${id}` };
  }
  return { check, status: "ok", text: `kernel "${id}", process ${pid}, is ${health} and ${phase}` };
}
