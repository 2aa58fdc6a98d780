-- purpose: take the leadership if it is free, or keep one's own for longer
-- KEYS[1] the leadership, HASH: "owner" uid of the instance that leads, empty when it was given back; "term" goes up with each
--   leader; "until" end of the lease in microseconds since 1970
-- ARGV[1] uid of the instance that wants it
-- ARGV[2] term in which it leads, 0 when it does not
-- ARGV[3] length of the lease in ms
-- ARGV[4] how long after a lease that ran out nobody may take it, in ms
-- result: {1 when it is theirs and 0 when not, owner, term, ms until it may be free}
-- cost: O(1)
-- idempotent: yes
-- include: clock
local now, self = clock(), ARGV[1]
local lease, delay = ARGV[3] * 1000, ARGV[4] * 1000
local function text(number) return string.format('%.0f', number) end
local known = redis.call('HMGET', KEYS[1], 'owner', 'term', 'until')
local owner, term, ends = known[1] or '', tonumber(known[2]) or 0, tonumber(known[3]) or 0

if owner ~= '' and owner ~= self then
  -- The clock was put back: nobody has a longer lease than from now on.
  if ends > now + lease then
    ends = now + lease
    redis.call('HSET', KEYS[1], 'until', text(ends))
  end
  local free = ends + delay
  if now < free then
    return {'0', owner, text(term), text(math.max(1, math.ceil((free - now) / 1000)))}
  end
end
if owner ~= self or term ~= tonumber(ARGV[2]) then
  -- By the clock, so that it goes up even after this server lost what it knew.
  term = math.max(term + 1, now)
end
redis.call('HSET', KEYS[1], 'owner', self, 'term', text(term), 'until', text(now + lease))
return {'1', self, text(term), text(lease / 1000)}
