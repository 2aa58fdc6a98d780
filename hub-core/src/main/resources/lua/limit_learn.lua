-- purpose: learn from what a call of a language model used, or tell what was learned
-- KEYS[1] what is known of the model, HASH i input tokens, o output tokens -> "<8 * mean> <4 * mean distance from it> <calls>"
-- KEYS[2] (optional) the same of one tenant's calls
-- ARGV[1] input tokens of the call; empty if they are not known
-- ARGV[2] output tokens of the call; empty if they are not known
-- ARGV[3] how long it is remembered from now on, ms
-- result: of each key i and o as they are now; empty while nothing is known
-- cost: O(1)
-- idempotent: no
local floor = math.floor

-- As dev.hub.core.ratelimit.budget.Learned does it.
local function learn(known, sample)
  local mean, distance, calls = string.match(known or '', '^(%d+) (%d+) (%d+)$')
  if not mean then return string.format('%.0f %.0f 1', sample * 8, sample * 2) end
  local off = sample - floor(mean / 8)
  return string.format('%.0f %.0f %.0f', mean + off, distance + math.abs(off) - floor(distance / 4), calls + 1)
end

local samples = {ARGV[1], ARGV[2]}
local result = {}

local function take_in(key)
  local known = redis.call('HMGET', key, 'i', 'o')
  for place, name in ipairs({'i', 'o'}) do
    if samples[place] ~= '' then
      known[place] = learn(known[place], tonumber(samples[place]))
      redis.call('HSET', key, name, known[place])
      redis.call('PEXPIRE', key, ARGV[3])
    end
    result[#result + 1] = known[place] or ''
  end
end

take_in(KEYS[1])
if KEYS[2] then take_in(KEYS[2]) end
return result
