-- purpose: say that this instance lives, declare those dead whose lease ran out, hand out the dead to clean up after, list all
-- KEYS[1] registry of the instances, HASH uid -> "<end of the lease in ms since 1970>|<incarnation>|<description>"
-- KEYS[2] the dead, HASH "<uid>:<incarnation>" -> "<when to clean up in ms>|<when it ended in ms>|died, left or renewed", and while
--   an instance cleans up, "|<its uid>": should it be gone before it is done, another gets it at once
-- ARGV[1] uid of this instance
-- ARGV[2] its description
-- ARGV[3] length of the lease in ms; 0 takes it out of the registry
-- ARGV[4] its incarnation as far as it knows, 0 for none
-- ARGV[5] 1 if it wants a new incarnation in place of that one
-- ARGV[6] how long after its lease an instance counts as dead, for clocks that differ, in ms
-- ARGV[7] how long whoever cleans up has for it, in ms
-- ARGV[8] how many dead it would clean up after
-- result: {ms since 1970, incarnation, {dead to clean up after}, {dead, how it ended, …}, {incarnation, description of a living
--   one, …}}; this instance is among the living unless it was taken out
-- cost: O(instances)
-- idempotent: yes
local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local self, lease, known = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local function text(number) return string.format('%.0f', number) end
local function bury(uid, incarnation, due, how)
  call('HSET', KEYS[2], uid .. ':' .. incarnation, text(due) .. '|' .. text(now) .. '|' .. how)
end

local living, own = {}, nil
local isThere = {[self] = lease > 0}
local registry = call('HGETALL', KEYS[1])
for i = 1, #registry, 2 do
  local uid = registry[i]
  local ends, incarnation, description = string.match(registry[i + 1], '^(%d+)|(%d+)|(.*)$')
  if not ends then
    call('HDEL', KEYS[1], uid)
  elseif tonumber(ends) + tonumber(ARGV[6]) < now then
    call('HDEL', KEYS[1], uid)
    bury(uid, incarnation, now, 'died')
  elseif uid == self then
    own = incarnation
  else
    isThere[uid] = true
    living[#living + 1] = incarnation
    living[#living + 1] = description
  end
end

if lease == 0 then
  if own then
    call('HDEL', KEYS[1], self)
    bury(self, own, now, 'left')
  end
else
  if own and ARGV[5] == '1' and tonumber(own) == known then
    bury(self, own, now + lease, 'renewed')
    own = nil
  end
  -- By the clock, so that it goes up even after this server lost what it knew.
  own = own or text(math.max(now, known + 1))
  call('HSET', KEYS[1], self, text(now + lease) .. '|' .. own .. '|' .. ARGV[2])
  living[#living + 1] = own
  living[#living + 1] = ARGV[2]
end

local due, gone = {}, {}
local dead = call('HGETALL', KEYS[2])
for i = 1, #dead, 2 do
  local at, died, how, by = string.match(dead[i + 1], '^(%d+)|(%d+)|(%a+)|?(%S*)$')
  gone[#gone + 1] = dead[i]
  gone[#gone + 1] = how
  local isFree = tonumber(at) <= now or (by ~= '' and not isThere[by])
  if isFree and #due < tonumber(ARGV[8]) then
    due[#due + 1] = dead[i]
    call('HSET', KEYS[2], dead[i], text(now + tonumber(ARGV[7])) .. '|' .. died .. '|' .. how .. '|' .. self)
  end
end
return {text(now), own or '0', due, gone, living}
