-- purpose: take published events out of an outbox, from its head
-- KEYS[1] the outbox, LIST of entries, see OutboxEntry
-- ARGV[1] first of the entries, in the order in which they were read; all arguments from here on are. Those that somebody
--   else has taken out are left out
-- result: how many were taken out
-- cost: O(entries)
-- idempotent: yes
local taken = 0
for i = 1, #ARGV do
  if redis.call('LINDEX', KEYS[1], 0) == ARGV[i] then
    redis.call('LPOP', KEYS[1])
    taken = taken + 1
  end
end
return taken
