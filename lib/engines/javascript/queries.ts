// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers questions about the session at once, also while code runs: no script code runs for them.

import type { Query } from "../worker/mod.ts";
import { complete, inspect } from "./completion.ts";
import { fromText, toText } from "./host_values.ts";
import type { JavascriptSession } from "./session.ts";
import { isComplete } from "./source.ts";

function getVariable({ vm }: JavascriptSession, name: string): unknown {
  try {
    const text = vm.call("variable", name);
    return text === undefined ? undefined : fromText(text);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Computes the answer. @throws {TypeError} what went wrong, in the interpreter's words */
export function answerQuery(session: JavascriptSession, query: Query): unknown {
  const { vm, comms, boot } = session;
  switch (query.name) {
    case "complete":
      return complete(vm, query.code, query.cursor);
    case "inspect":
      return inspect(vm, query.code, query.cursor, query.detail, session.debugger.sourceText);
    case "isComplete":
      return isComplete(query.code);
    case "comms":
      return { comms: Object.fromEntries(comms) };
    case "listVariables":
      return vm.ask("variables");
    case "getVariable":
      return getVariable(session, query.variable);
    case "setVariable":
      vm.call("assign", query.variable, toText(query.value));
      return undefined;
    case "memory":
      return { usedBytes: vm.usedBytes, limitBytes: boot.memoryBytes };
    case "debug":
      return session.debugger.answer(query.request);
  }
}
