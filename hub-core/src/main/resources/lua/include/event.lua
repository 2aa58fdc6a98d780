-- Appends an event to an outbox, see OutboxEntry; the outbox is one of KEYS. The id begins with what the instance gave the
-- call (the same when it repeats it) and ends in what tells it from the call's other events. Subject is a JSON object.
local function tell(outbox, id, kind, ms, subject)
  redis.call('RPUSH', outbox, id .. ' ' .. kind .. ' ' .. string.format('%.0f', ms) .. ' ' .. subject)
end
