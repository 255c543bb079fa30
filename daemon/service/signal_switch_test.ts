// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { type KernelSignalActions, openSignalSwitch } from "./signal_switch.ts";

/** Signals that the test sends. */
function source() {
  const listeners = new Map<Deno.Signal, () => void>();
  return {
    listeners,
    send: (...signals: Deno.Signal[]) => signals.forEach((signal) => listeners.get(signal)!()),
    addSignalListener: (signal: Deno.Signal, call: () => void) => void listeners.set(signal, call),
    removeSignalListener: (signal: Deno.Signal) => void listeners.delete(signal),
  };
}

/** Actions that note their signals. */
function noting() {
  const heard: string[] = [];
  const signals = ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;
  const actions = Object.fromEntries(signals.map((signal) => [
    signal,
    () => void heard.push(signal),
  ])) as unknown as KernelSignalActions;
  return { heard, actions };
}

Deno.test("openSignalSwitch() leads each signal to its action, until it is disposed", () => {
  const signals = source();
  const { heard, actions } = noting();
  {
    using led = openSignalSwitch(signals);
    led.lead(actions);
    signals.send("SIGHUP", "SIGINT", "SIGUSR1", "SIGUSR2", "SIGTERM");
  }
  assert.deepEqual(heard, ["SIGHUP", "SIGINT", "SIGUSR1", "SIGUSR2", "SIGTERM"]);
  assert.equal(signals.listeners.size, 0);
});

Deno.test("openSignalSwitch() keeps SIGTERM and SIGINT that come before their actions, each once", () => {
  const signals = source();
  const { heard, actions } = noting();
  using led = openSignalSwitch(signals);
  signals.send("SIGINT", "SIGTERM", "SIGINT");
  assert.deepEqual(heard, []);
  led.lead(actions);
  assert.deepEqual(heard, ["SIGINT", "SIGTERM"]);
});

Deno.test("openSignalSwitch() forgets signals that came before and do not end a kernel", () => {
  const signals = source();
  const { heard, actions } = noting();
  using led = openSignalSwitch(signals);
  signals.send("SIGHUP", "SIGUSR1", "SIGUSR2");
  led.lead(actions);
  assert.deepEqual(heard, []);
});
