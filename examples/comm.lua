-- SPDX-License-Identifier: Apache-2.0 OR MIT
-- Comms: messages between a script and the front end, in both directions. Run it in a notebook cell; what happens
-- next is up to the widget or extension at the other end.

-- The front end opens "llmspell.echo"; the script answers every message with what it got, buffers included.
comm.register_target("llmspell.echo", function(channel, opening)
  channel:send({ greeting = "ready", opened_with = opening.data })
  channel:on_msg(function(message)
    channel:send({ echo = message.data }, nil, message.buffers)
  end)
  channel:on_close(function()
    print("the front end closed the comm " .. channel.id)
  end)
end)

-- The script opens a comm; a front end that has no such target closes it again.
local phase = comm.open("llmspell.phase", { name = "new moon", light = 0 })
phase:send({ name = "first quarter", light = 0.5 })
phase:close({ name = "full moon", light = 1 })

print("the target llmspell.echo is registered")
