-- purpose: take from one bucket, or look whether it could be: what limit_take does, at half the cost of a call of it
-- include: clock
-- include: limit_state
-- KEYS[1] the bucket, see include/limit
-- ARGV[1] take or peek
-- ARGV[2] text of the rule, see include/limit
-- ARGV[3] limit, not 0
-- ARGV[4] burst
-- ARGV[5] period in ticks
-- ARGV[6] tick in us
-- ARGV[7] cost
-- result: 0 if it is admitted, else after how many us it may be (-1 never); how much could be taken now; after how many us all
--   is free. Or {OTHER} and nothing was done, when the state is of another rule or instances hold slices
-- cost: O(1)
-- idempotent: no
local isTaking, text = ARGV[1] == 'take', ARGV[2]
local limit, burst, period = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local tick, cost = tonumber(ARGV[6]), tonumber(ARGV[7])
local t, debt, ends = math.floor(now / tick), 0, 0
local value = redis.pcall('GET', KEYS[1])
if value then
  if type(value) ~= 'string' or sub(value, TEXT) ~= text then return {'OTHER'} end
  local x, y, _, finish = unpack_state(HEAD, value)
  debt, ends = y, finish
  if t > x then debt = debt - limit * (t - x) end
  if debt < 0 then debt = 0 end
end
local again, over, us = 0, debt + (cost - burst) * period, 0
if cost > burst then
  again = -1
elseif over > 0 then
  again = (t + ceil(over / limit)) * tick - now
  if again > MOST then again = MOST end
elseif isTaking then
  debt = debt + cost * period
end
if debt > 0 then
  us = (t + ceil(debt / limit)) * tick - now
  if us > MOST then us = MOST end
  if again == 0 and isTaking and cost > 0 then
    put(KEYS[1], t, debt, 0, ends, text, us)
  end
end
local left = burst - ceil(debt / period)
return {again, left > 0 and left or 0, us}
