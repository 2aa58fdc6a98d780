-- purpose: tell how many are in a group, and who, a page at a time
-- include: member
-- KEYS[1] the members of the group, see presence_change
-- KEYS[2] the same by instance, see presence_change
-- KEYS[3] the users among them, see presence_change
-- ARGV[1] where the page before ended, "<node>:<client>"; empty to begin
-- ARGV[2] most members; 0 for the numbers alone
-- result: {members, users, where this page ended; empty when it was the last, JSON of a member, …}
-- cost: O(log members + ARGV[2])
-- idempotent: yes
local call = redis.call
local result = {call('HLEN', KEYS[1]), call('HLEN', KEYS[3]), ''}
local limit = tonumber(ARGV[2])
if limit == 0 then return result end
local from = ARGV[1] == '' and '-' or '(' .. ARGV[1]
local page = call('ZRANGEBYLEX', KEYS[2], from, '+', 'LIMIT', 0, limit)
if #page == limit then result[3] = page[limit] end
for _, entry in ipairs(page) do
  local m = member(call('HGET', KEYS[1], string.match(entry, '^[^:]*:(.*)$')))
  if m then result[#result + 1] = json(m) end
end
return result
