-- purpose: submit the jobs of a schedule's ticks and say which tick comes next, unless somebody did; or its job beside them
-- include: job
-- include: job_seldom
-- ARGV[3] tick; run, for its job at once; backfill, for jobs of ticks that are over
-- ARGV[4] term of the leader, 0 for none
-- ARGV[5] id of the schedule, HASH: "cron" and "tz", or "every", "start", "end", "ov" overlap, "cu" and "cm" catch-up, "lm" most
--   firings, "js" its job as it was given; "job" its job as job_submit takes it, packed; "rv" revision, "pz" 1 when paused,
--   "nx" the tick that comes next; "fd" firings, "sk" ticks that were skipped, "l1" and "l2" the last jobs, "h" lines
--   "<tick> <ms> <what became of it> <job>", the latest first
-- ARGV[6] for tick: its revision
-- ARGV[7] for tick: the tick that comes next as far as is known
-- ARGV[8] for tick: the tick that comes next from now on; '' for none
-- ARGV[9] and following, for each tick: ms since 1970; '', or what became of its job in the queue that takes what is too much
--   here: spilled, duplicate, replaced, full or closed; its id there. For run: nothing, or that
-- result: {ok, firings: {tick, ms since 1970, taken | known | spilled | duplicate | replaced | full | closed | skipped, id of the
--   job}}; {spill, firings of the ticks before, queue that takes what is too much, tick, its job as job_submit takes it} when a
--   job is to go there: it is to be submitted there, and the ticks from this one on are to be fired again with what became of
--   it; {unknown}, {stale} when somebody did; {deposed} when a leader of a higher term was here; {unconfigured}
-- cost: O(ticks * log(jobs that wait))
-- idempotent: no
local settings = read_settings()
if not settings then return {'unconfigured'} end
if is_deposed(ARGV[4]) then return {'deposed'} end
local MODE, ID = ARGV[3], ARGV[5]
local LINE, KEY = Q .. ':sched', Q .. ':sc:' .. ID
local stored = call('HMGET', KEY, 'rv', 'nx', 'pz', 'ov', 'lm', 'fd', 'sk', 'l1', 'l2', 'h', 'job')
if not stored[1] then
  if MODE == 'tick' then call('ZREM', LINE, ID) end
  return {'unknown'}
end
if MODE == 'tick' and (stored[1] ~= ARGV[6] or stored[2] ~= ARGV[7] or stored[3] == '1') then return {'stale'} end
local sequence, startable, PARTS = 0, 0, 5
local function rarer() end
-- include: submit
-- include: submit_seldom
-- include: cancel
local LINES = 5
local overlap, limit = stored[4], tonumber(stored[5])
local fired, skipped = tonumber(stored[6]) or 0, tonumber(stored[7]) or 0
local last, before, history = stored[8] or '', stored[9] or '', stored[10] or ''
local parts = cmsgpack.unpack(stored[11])

-- What an earlier job does: waits, runs, or nil when it is over.
local function doing(id)
  local job = id ~= '' and read_job(id)
  if not job then return nil end
  if job.s == 'active' then return 'runs' end
  return (job.s == 'ready' or job.s == 'delayed' or job.s == 'blocked') and 'waits' or nil
end

local function is_skipped()
  if overlap == 'skip' then return doing(last) or doing(before) end
  return overlap == 'queue_one' and (doing(last) == 'waits' or doing(before) == 'waits')
end

-- Cancels an earlier job, and has the instance where it is worked on stop it.
local function replace_open(id)
  if not doing(id) then return end
  local was = cancel(id, 'replaced by the next tick of its schedule')
  if was[2] ~= '' then call(ARGV[1], ARGV[2] .. was[2], 'stop cancelled ' .. was[3] .. ' ' .. id) end
end

local function fire(tick, id, i)
  if MODE ~= 'backfill' then
    if is_skipped() then
      skipped = skipped + 1
      return {tick, NOW_TEXT, 'skipped', ''}
    end
    if overlap == 'replace' then
      replace_open(before)
      replace_open(last)
      if waiting then waiting = count_waiting() end
    end
  end
  parts[1] = id
  local taken = submit(parts, 1, i)
  local has_job = taken[1] == 'taken' or taken[1] == 'replaced' or taken[1] == 'duplicate'
  if has_job and MODE ~= 'backfill' then
    if MODE == 'tick' then fired = fired + 1 end
    if taken[2] ~= last then last, before = taken[2], last end
  end
  return {tick, NOW_TEXT, taken[1], taken[2]}
end

-- What is told of a tick whose job went to another queue.
local function pass(tick, outcome, id)
  if MODE == 'tick' and outcome ~= 'full' and outcome ~= 'closed' then fired = fired + 1 end
  return {tick, NOW_TEXT, outcome, id}
end

local firings, following, spill = {}, ARGV[8], nil
local many = MODE == 'run' and 1 or (#ARGV - 8) / 3
sequence = new_ranks(many)
for i = 1, many do
  if MODE == 'tick' and limit > 0 and fired >= limit then break end
  local at = 6 + i * 3
  local tick, outcome = ARGV[at] or NOW_TEXT, ARGV[at + 1] or ''
  if outcome ~= '' then
    firings[i] = pass(tick, outcome, ARGV[at + 2])
  else
    local firing = fire(tick, ID .. ':' .. (MODE == 'run' and 'run:' .. text(NOW_US) or tick), i)
    if firing[3] == 'full' and settings.overflow == 'spill' then
      spill, following = tick, tick
      break
    end
    firings[i] = firing
  end
end
if MODE == 'tick' then
  if limit > 0 and fired >= limit then following = '' end
  call('HSET', KEY, 'nx', following, 'fd', fired, 'sk', skipped)
  call('ZADD', LINE, following == '' and 'inf' or following, ID)
end
if MODE ~= 'backfill' then
  local lines = {}
  for i = #firings, 1, -1 do lines[#lines + 1] = (string.gsub(table.concat(firings[i], ' '), '%c', '?')) end
  for line in string.gmatch(history, '[^\n]+') do lines[#lines + 1] = line end
  call('HSET', KEY, 'sk', skipped, 'l1', last, 'l2', before, 'h', table.concat(lines, '\n', 1, math.min(LINES, #lines)))
end
wake(startable)
close(settings)
if spill then return {'spill', firings, settings.spill_to, spill, parts} end
return {'ok', firings}
