-- purpose: report what instances spent of the slices that they hold of limits, and change how much they hold
-- include: clock
-- include: limit_state
-- include: limit
-- include: limit_seldom
-- KEYS[1] and following, the limit of each slice, in their order; one may come several times
-- ARGV[1] number of rules
-- ARGV[2] and following, the rules, see limit; then for each slice number of the rule, holder, number of the call, all that the
--   holder ever spent, of which it was told that it is known, how much it wants to hold, and for how many us
-- result: for each slice how much is held, how much anybody could take now, after how many us there may be more (0 if there is
--   some, -1 never), after how many all is free; or {CLOCK, time in us}, see limit_take
-- cost: O(slices of the limits)
-- idempotent: yes
local all = limits()
local rules, at = {}, 2
for i = 1, tonumber(ARGV[1]) do
  rules[i], at = rule(at)
  if rules[i].kind == 'c' and not rules[i].finish then return {'CLOCK', now} end
end

local function smallest(a, b, c, d) return math.max(0, math.min(a, b, c, d)) end

-- What is held counts as taken, and neither drains nor belongs to a window until it is reported; what is reported is used now,
-- which is never before it was. So at no time more was spent than if all had been taken here.
local function lease(s, holder, number, spent, known, want, us)
  s.holds = s.holds or {}
  local mine
  for _, h in ipairs(s.holds) do
    if h.holder == holder then mine = h end
  end
  if mine and number < mine.number then return mine.amount end
  if not mine then
    mine = {holder = holder, amount = 0, spent = known}
    s.holds[#s.holds + 1] = mine
  end
  local fresh = spent - mine.spent
  if fresh > 0 then
    local part = math.min(fresh, mine.amount)
    mine.amount, s.held = mine.amount - part, s.held - part
    all.charge(s, fresh)
  end
  local others = s.held - mine.amount
  if want < mine.amount then
    s.held = others + want
    mine.amount = want
  else
    local free, most = all.remaining(s), s.rule.burst
    local more = smallest(want - mine.amount, others > 0 and ceil(free / 2) or free,
      math.max(1, floor(most / 10)) - mine.amount, math.max(1, floor(most / 2)) - s.held)
    mine.amount, s.held = mine.amount + more, s.held + more
  end
  mine.number, mine.spent, mine.finish = number, spent, now + us
  s.isDirty = true
  return mine.amount
end

local result, n = {}, 0
for i = 1, #KEYS do
  local s = all.limit(KEYS[i], rules[tonumber(ARGV[at])])
  result[n + 1] = lease(s, ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]),
    tonumber(ARGV[at + 5]), tonumber(ARGV[at + 6]))
  local free = all.remaining(s)
  result[n + 2], result[n + 3], result[n + 4] = free, free > 0 and 0 or all.retry(s, 1), all.reset(s)
  n = n + 4
  at = at + 7
end
all.save()
return result
