// SPDX-License-Identifier: Apache-2.0 OR MIT
// Keeps the interpreter's collector of garbage away from parameters of calls that still run.

import { createWasmFunction } from "../worker/mod.ts";
import type { Internals } from "./internals.ts";

/** Of the second word of a `JSVarRef`: its `is_detached`, which is set when the call has ended. */
const detachedBits = 0xff00;
const wordBytes = 4;

/**
 * Guards the collector. An `arguments` object of a function that is not strict shares the parameters with its call.
 * Those of a call that still runs are none of the collector's: quickjs-ng 0.12 has it count them nevertheless, and
 * write over memory of others.
 *
 * @param object address of such an `arguments` object
 */
export function guardArguments(internals: Internals, object: number): void {
  const pointer = internals.findMark(object);
  const mark = internals.functionAt(internals.read(pointer));
  const guarded = new Map<number, number>();
  /** C pointer of a visitor that is told of parameters of calls that have ended, and of no others. */
  const guard = (visitor: number): number => {
    const known = guarded.get(visitor);
    if (known !== undefined) return known;
    const visit = internals.functionAt(visitor);
    const made = internals.addFunction(createWasmFunction<number>("vii", (runtime, parameter) => {
      const isDetached = internals.read(Number(parameter) + wordBytes) & detachedBits;
      if (isDetached !== 0) visit?.(runtime, parameter);
    }));
    guarded.set(visitor, made);
    return made;
  };
  const marking = createWasmFunction<number | bigint>("viji", (runtime, value, visitor) => {
    mark?.(runtime, value, guard(Number(visitor)));
  });
  internals.write(pointer, internals.addFunction(marking));
}
