// SPDX-License-Identifier: Apache-2.0 OR MIT
// State: values that sessions, also of other languages, share through the host.

/** Part of the prelude. */
export const preludeState = String.raw`
def text_argument(function, name, value):
    "The argument if it is text."
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError("State.%s: %s must be str, not %s" % (function, name, type(value).__name__))


class SharedState:
    "Values that outlive the session and that other sessions see, by scope and key."
    __slots__ = ()

    def save(self, scope, key, value):
        "Keeps a value that JSON has under scope and key."
        scope, key = text_argument("save", "scope", scope), text_argument("save", "key", key)
        try:
            plain = plain_json(value)
        except (TypeError, ValueError) as error:
            raise type(error)("State.save: %s" % error) from None
        call_host("state.save", scope, key, plain)

    def load(self, scope, key):
        "The value under scope and key, None when there is none."
        scope, key = text_argument("load", "scope", scope), text_argument("load", "key", key)
        return call_host("state.load", scope, key)

    def delete(self, scope, key):
        "Forgets what is under scope and key; True when something was."
        scope, key = text_argument("delete", "scope", scope), text_argument("delete", "key", key)
        return call_host("state.delete", scope, key)

    def list_keys(self, scope):
        "The keys of a scope, sorted."
        return call_host("state.list_keys", text_argument("list_keys", "scope", scope))

    def __repr__(self):
        return "<State: values that sessions share>"


SharedState.__name__ = SharedState.__qualname__ = "State"
SharedState.__module__ = "llmspell"
`;
