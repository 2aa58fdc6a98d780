-- purpose: tell schedules of a queue
-- KEYS[1] the queue, HASH as in schedule_put
-- ARGV[1] id of one; '' for several
-- ARGV[2] id after which they begin, in the order of their ids
-- ARGV[3] most of them
-- result: {ms since 1970, id after which others follow or '', {id, {field, value, …}, …}}
-- cost: O(schedules of the queue), 1,000 at most
-- idempotent: yes
-- include: clock
-- include: whole
local call = redis.call
local now = string.format('%.0f', math.floor(clock() / 1000))
local found = {}
local function tell(id)
  local fields = call('HGETALL', KEYS[1] .. ':sc:' .. id)
  if #fields > 0 then
    found[#found + 1] = id
    found[#found + 1] = fields
  end
end
if ARGV[1] ~= '' then
  tell(ARGV[1])
  return {now, '', found}
end
local ids = call('ZRANGE', KEYS[1] .. ':sched', 0, -1)
table.sort(ids)
local last = ''
for _, id in ipairs(ids) do
  if id > ARGV[2] then
    if #found >= 2 * tonumber(ARGV[3]) then return {now, last, found} end
    tell(id)
    last = id
  end
end
return {now, '', found}
