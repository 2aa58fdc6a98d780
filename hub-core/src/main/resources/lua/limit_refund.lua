-- purpose: give back to limits what was taken and not used, or charge what was used beyond
-- include: clock
-- include: limit_state
-- include: limit
-- include: limit_seldom
-- KEYS[1] and following, the limit of each entry, in their order; one may come several times
-- ARGV[1] number of rules
-- ARGV[2] and following, the rules, see limit; then for each entry number of the rule, amount (below 0 to charge), start of the
--   window in us that it was taken from (0 for the present one) and id of the decision
-- result: for each entry how much was given back (below 0 if it was charged), how much could be taken now, after how many us
--   all is free; or {CLOCK, time in us}, see limit_take
-- cost: O(entries); of a log or slots O(log of theirs)
-- idempotent: no
local all = limits()
local rules, at = {}, 2
for i = 1, tonumber(ARGV[1]) do
  rules[i], at = rule(at)
  if rules[i].kind == 'c' and not rules[i].finish then return {'CLOCK', now} end
end

local function smaller(a, b) return a < b and a or b end

-- Into the window that it came from alone; tells how much.
local function settle(s, amount, from, id)
  local kind, r = s.rule.kind, s.rule
  if r.limit == 0 or amount == 0 then return 0 end
  if kind == 'l' or kind == 'p' then
    if amount > 0 then return all.seldom().drop(s, amount, id) end
    all.charge(s, -amount, id .. '+')
    return amount
  end
  if from == 0 or from == all.window(s) or kind == 'b' then
    if amount < 0 then
      all.charge(s, -amount)
      return amount
    end
    local unit = kind == 'b' and r.period or 1
    local given = smaller(amount, ceil(s.y / unit))
    s.y = given * unit < s.y and s.y - given * unit or 0
    s.isDirty = s.isDirty or given > 0
    return given
  elseif kind == 's' and from == (s.x - r.period) * r.tick then
    local given = amount < 0 and amount or smaller(amount, s.z)
    s.z = smaller(s.z - given, floor(MOST / r.period))
    all.advance(s, now)
    s.isDirty = true
    return given
  end
  return 0
end

local result, n = {}, 0
for i = 1, #KEYS do
  local s = all.limit(KEYS[i], rules[tonumber(ARGV[at])])
  result[n + 1] = settle(s, tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), ARGV[at + 3])
  result[n + 2], result[n + 3] = all.remaining(s), all.reset(s)
  n = n + 3
  at = at + 4
end
all.save()
return result
