-- purpose: end the members that a dead instance left in a group, some at a time: those with grace are away first
-- include: event
-- include: member
-- include: presence
-- ARGV[10] where the page before ended, "<node>:<client>"; empty to begin
-- ARGV[11] most members to look at
-- ARGV[12] grace in ms
-- result: {where this page ended; empty when it was the last, ms until the grace of the next one ends or -1 when none has any,
--   events in the outbox}
-- cost: O(log members + ARGV[11])
-- idempotent: yes
local prefix = node .. ':'
local from = ARGV[10] == '' and '[' .. prefix or '(' .. ARGV[10]
local page = call('ZRANGEBYLEX', KEYS[2], from, '(' .. node .. ';', 'LIMIT', 0, ARGV[11])
local nextDue = -1
for _, entry in ipairs(page) do
  local client = string.sub(entry, #prefix + 1)
  local m = member(call('HGET', KEYS[1], client))
  if not m or m.node ~= node then
    call('ZREM', KEYS[2], entry)
  elseif tonumber(m.incarnation) <= incarnation then
    if m.state == 'h' then away(client, m, tonumber(ARGV[12])) end
    local due = tonumber(call('ZSCORE', KEYS[4], client) or '0')
    if due > now then
      if nextDue < 0 or due - now < nextDue then nextDue = due - now end
    elseif m.state == 'a' then
      leave(client, m)
    end
  end
end
-- Who comes late now is not heard any more.
if heard() <= incarnation then remember(LAST, 3600000) end
announce()
local ended = #page == tonumber(ARGV[11]) and page[#page] or ''
return {ended, number(nextDue), call('LLEN', KEYS[6])}
