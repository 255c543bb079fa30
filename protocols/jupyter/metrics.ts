// SPDX-License-Identifier: Apache-2.0 OR MIT
// What this protocol counts and times. Label objects are made once per value.

import type { Counter, Gauge, Histogram, Labels, Metrics } from "../../lib/contracts/mod.ts";
import type { Channel, Rejection } from "./messages.ts";

/** Message types that are a label of their own; all others are `_other`. */
const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...["execute", "inspect", "complete", "history", "is_complete", "connect", "comm_info"]
    .flatMap((name) => [`${name}_request`, `${name}_reply`]),
  ...["kernel_info", "shutdown", "interrupt", "debug", "usage", "input"]
    .flatMap((name) => [`${name}_request`, `${name}_reply`]),
  ...["create_subshell", "delete_subshell", "list_subshell"]
    .flatMap((name) => [`${name}_request`, `${name}_reply`]),
  ...["comm_open", "comm_msg", "comm_close", "status", "stream", "display_data"],
  ...["update_display_data", "clear_output", "execute_input", "execute_result", "error"],
  ...["iopub_welcome", "debug_event", "llmspell_request", "llmspell_reply"],
]);

/** Metrics of one Jupyter protocol. */
export class JupyterMetrics {
  readonly #messages: Counter;
  readonly #bytes: Counter;
  readonly #rejected: Counter;
  readonly #seconds: Histogram;
  readonly #queued: Gauge;
  readonly #stalls: Counter;
  readonly #undelivered: Counter;
  readonly #refused: Counter;
  readonly #labels: Map<string, Labels> = new Map();

  /** @param metrics registry that keeps them */
  constructor(metrics: Metrics) {
    this.#messages = metrics.counter({
      name: "llmspell_jupyter_messages_total",
      help: "Messages by channel, direction and type",
      labels: ["channel", "direction", "type"],
    });
    this.#bytes = metrics.counter({
      name: "llmspell_jupyter_bytes_total",
      help: "Bytes of messages by channel and direction",
      labels: ["channel", "direction"],
    });
    this.#rejected = metrics.counter({
      name: "llmspell_jupyter_rejected_total",
      help: "Messages dropped, by channel and reason",
      labels: ["channel", "reason"],
    });
    this.#seconds = metrics.histogram({
      name: "llmspell_jupyter_request_seconds",
      help: "Time from a request's arrival to its idle status, by type",
      labels: ["type"],
    });
    this.#queued = metrics.gauge({
      name: "llmspell_jupyter_iopub_queued_bytes",
      help: "Output waiting for a subscriber that does not take it",
    });
    this.#stalls = metrics.counter({
      name: "llmspell_jupyter_iopub_stalls_total",
      help: "Times that output began to be dropped for stalled subscribers, by cause",
      labels: ["cause"],
    });
    this.#undelivered = metrics.counter({
      name: "llmspell_jupyter_undelivered_total",
      help: "Messages whose receiver was gone or took none, by channel",
      labels: ["channel"],
    });
    this.#refused = metrics.counter({
      name: "llmspell_jupyter_refused_clients_total",
      help: "Clients not served because as many as allowed were connected",
    });
  }

  /** A message came in. */
  received(channel: Channel, type: string, bytes: number): void {
    this.#messages.increment(this.#typed(channel, "in", type));
    this.#bytes.increment(this.#sided(channel, "in"), bytes);
  }

  /** A message went out. */
  sent(channel: Channel, type: string, bytes: number): void {
    this.#messages.increment(this.#typed(channel, "out", type));
    this.#bytes.increment(this.#sided(channel, "out"), bytes);
  }

  /** A message was dropped. */
  rejected(channel: Channel, reason: Rejection | "unknown_type" | "stale_input"): void {
    this.#rejected.increment({ channel, reason });
  }

  /** A request was served. */
  served(type: string, seconds: number): void {
    this.#seconds.observe(seconds, this.#label(known(type), (type) => ({ type })));
  }

  /** Output waits. */
  queued(bytes: number): void {
    this.#queued.set(bytes);
  }

  /** Output is dropped for stalled subscribers from now on. */
  stalled(cause: "time" | "bytes" | "close"): void {
    this.#stalls.increment({ cause });
  }

  /** A message could not be handed to its receiver. */
  undelivered(channel: Channel): void {
    this.#undelivered.increment({ channel });
  }

  /** A client was not served for want of room. */
  refused(): void {
    this.#refused.increment();
  }

  #typed(channel: Channel, direction: string, type: string): Labels {
    const label = known(type);
    return this.#label(`${channel} ${direction} ${label}`, () => ({
      channel,
      direction,
      type: label,
    }));
  }

  #sided(channel: Channel, direction: string): Labels {
    return this.#label(`${channel} ${direction}`, () => ({ channel, direction }));
  }

  #label(key: string, make: (key: string) => Labels): Labels {
    let labels = this.#labels.get(key);
    if (labels === undefined) {
      labels = Object.freeze(make(key));
      this.#labels.set(key, labels);
    }
    return labels;
  }
}

function known(type: string): string {
  return KNOWN_TYPES.has(type) ? type : "_other";
}
