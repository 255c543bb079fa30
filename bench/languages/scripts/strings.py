# SPDX-License-Identifier: Apache-2.0 OR MIT
def build(count):
    parts = []
    for i in range(1, count + 1):
        parts.append("item " + str(i) + ";")
    text = ""
    for i in range(1000):
        text += parts[i]
    return len("".join(parts)) + len(text)


print(build(200_000))
