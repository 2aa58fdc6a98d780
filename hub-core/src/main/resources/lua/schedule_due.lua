-- purpose: tell which schedules of a queue are due
-- KEYS[1] the queue, HASH as in schedule_put
-- ARGV[1] most of them
-- ARGV[2] and following, names of the fields that are wanted
-- result: {ms since 1970, how many schedules there are, ms of the next tick of all or '', {id, {field, value, …}, …}}
-- cost: O(due + log(schedules of the queue))
-- idempotent: yes
-- include: clock
-- include: whole
local call = redis.call
local LINE = KEYS[1] .. ':sched'
local now = string.format('%.0f', math.floor(clock() / 1000))
local found = {}
for _, id in ipairs(call('ZRANGEBYSCORE', LINE, '-inf', now, 'LIMIT', 0, ARGV[1])) do
  local values = call('HMGET', KEYS[1] .. ':sc:' .. id, unpack(ARGV, 2))
  local fields = {}
  for i, value in ipairs(values) do
    if value then
      fields[#fields + 1] = ARGV[i + 1]
      fields[#fields + 1] = value
    end
  end
  if #fields == 0 then call('ZREM', LINE, id) end
  found[#found + 1] = id
  found[#found + 1] = fields
end
local first = call('ZRANGE', LINE, 0, 0, 'WITHSCORES')[2]
return {now, call('ZCARD', LINE), first and first ~= 'inf' and first or '', found}
