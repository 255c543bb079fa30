// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes the Lua interpreter notice the host without a hook.
//
// A count hook makes Lua 5.4 call luaG_traceexec for every instruction, which takes tight loops to 2 times their
// time. Lua itself looks at `trap` of the running function after each backward jump and call; a signal handler
// sets it. Here the same looks also read an alarm word of shared memory, which the host sets from its own thread.
// When it is set, luaG_traceexec first calls an import (one that nothing else uses), which sets the hook from
// inside the right thread, as a signal handler would. While it is not set nothing is called. A debugger's hook
// alone counts as none: it has no count either.

import { editSections, joinBytes, leb, readLeb, wasmSection } from "../worker/mod.ts";
import { maskCount } from "./exports.ts";

/** Byte address of the alarm word: below the data of the module, where emscripten puts nothing. */
export const alarmAddress = 16;

/** SHA-256 of the one build this knows: `glue.wasm` of wasmoon 1.16.0. */
const knownBuild = "95f3f19ddb740125883bc41d5ec670cd0828e7b58c8bdad385323cbff497b55c";
/** Function indices in that build, imports not counted. */
const functions = { luaG_traceexec: 253, luaV_execute: 548 } as const;
/** Index of the import `system`, of type (i32) -> i32. */
const attendImport = 3;
const ciLocal = 7;
const trapOffset = 20;
const hookmaskOffset = 112;

/** `i32.const 0; i32.load alarm` */
const loadAlarm = [0x41, 0x00, 0x28, 0x02, alarmAddress];
/** `local.get ci; i32.load trap` */
const loadTrap = [0x20, ciLocal, 0x28, 0x02, trapOffset];
/** `local.get L; i32.load hookmask` */
const loadHookmask = [0x20, 0x00, 0x28, 0x02, hookmaskOffset];
/** `local.set trap` */
const setTrap = [0x21, 0x03];
/** `i32.or` */
const or = 0x72;
/** `i32.const maskCount; i32.and; i32.eqz` */
const withoutCount = [0x41, maskCount, 0x71, 0x45];
/** At the start of luaG_traceexec: `if (alarm and not (hookmask and maskCount)) attend(L)`. */
// deno-fmt-ignore
const attend = [
  ...loadAlarm, ...loadHookmask, ...withoutCount, 0x71, 0x04, 0x40, 0x20, 0x00, 0x10, attendImport, 0x1a, 0x0b,
];

/** `bytes` with `added` after each occurrence of `pattern`. @throws {RangeError} unless there are `times` */
function insertAfter(
  bytes: Uint8Array,
  pattern: readonly number[],
  added: readonly number[],
  times: number,
): Uint8Array {
  const insertion = Uint8Array.from(added);
  const parts: Uint8Array[] = [];
  let kept = 0;
  let found = 0;
  for (let at = bytes.indexOf(pattern[0]!); at >= 0;) {
    const end = at + pattern.length;
    if (!pattern.every((byte, offset) => bytes[at + offset] === byte)) {
      at = bytes.indexOf(pattern[0]!, at + 1);
      continue;
    }
    parts.push(bytes.subarray(kept, end), insertion);
    kept = end;
    found++;
    at = bytes.indexOf(pattern[0]!, end);
  }
  if (found !== times) {
    throw new RangeError(`Cannot patch the Lua module: ${found} places found, not ${times}`);
  }
  return joinBytes([...parts, bytes.subarray(kept)]);
}

/** The body of a function with its looks at the alarm. */
function patchBody(index: number, body: Uint8Array): Uint8Array {
  if (index === functions.luaG_traceexec) {
    // One group of locals, three bytes, then the code.
    return Uint8Array.from([...body.subarray(0, 3), ...attend, ...body.subarray(3)]);
  }
  if (index !== functions.luaV_execute) return body;
  const looks = insertAfter(body, loadTrap, [...loadAlarm, or], 47);
  const entry = [...loadHookmask, ...setTrap];
  const orAlarm = [0x20, 0x03, ...loadAlarm, or, ...setTrap];
  return insertAfter(looks, entry, orAlarm, 1);
}

function patchCode(section: Uint8Array): Uint8Array[] {
  const { value: count, next } = readLeb(section, 0);
  const parts: Uint8Array[] = [section.subarray(0, next)];
  let at = next;
  for (let index = 0; index < count; index++) {
    const size = readLeb(section, at);
    const body = patchBody(index, section.subarray(size.next, size.next + size.value));
    parts.push(Uint8Array.from(leb(body.length)), body);
    at = size.next + size.value;
  }
  return parts;
}

/** The memory with the flag that makes it shared; it has a maximum already, as shared memory must. */
function patchMemory(section: Uint8Array): Uint8Array[] {
  const shared = section.slice();
  shared[1] = 0x03;
  return [shared];
}

async function fingerprint(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The Lua module with a shared memory and an alarm word.
 *
 * @param bytes `glue.wasm` of wasmoon 1.16.0
 * @throws {RangeError} for any other module
 */
export async function patchLuaModule(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const build = await fingerprint(bytes);
  if (build !== knownBuild) {
    throw new RangeError(`Cannot patch the Lua module: unknown build ${build}`);
  }
  return editSections(bytes, {
    [wasmSection.code]: patchCode,
    [wasmSection.memory]: patchMemory,
  });
}
