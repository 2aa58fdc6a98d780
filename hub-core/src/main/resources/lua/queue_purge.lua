-- purpose: throw away the jobs of some states, some at a time: the lists are laid aside at first, so that jobs that come later
--   stay. One that waits goes as if it had been cancelled
-- include: job
-- include: job_seldom
-- ARGV[3] most jobs to throw away now
-- ARGV[4] and following, states whose jobs are to go, from now on; none to go on with what was begun
-- result: {ok, jobs thrown away now, about how many are left, 1 where other queues are to be told something}; {unconfigured}
-- cost: O(jobs * log(jobs of the queue)); O(groups) once
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
-- Those that wait for others first, so that the end of the others lets none of them start.
local STATES = {'blocked', 'ready', 'delayed', 'done', 'dead', 'cancelled', 'expired'}
local CHOSEN_GROUPS, LINE = Q .. ':purge:groups', Q .. ':purge:line'
local left, purged, started, gone = tonumber(ARGV[3]), 0, 0, {}

local function aside(state) return Q .. ':purge:' .. state end

local function begin(state)
  local from, to = Q .. ':' .. state, aside(state)
  if call('EXISTS', from) == 1 then
    if call('EXISTS', to) == 1 then
      call('ZUNIONSTORE', to, 2, to, from)
      call('DEL', from)
    else
      call('RENAME', from, to)
    end
  end
  if state == 'ready' then
    call('ZUNIONSTORE', CHOSEN_GROUPS, 3, CHOSEN_GROUPS, GROUPS, PARKED, 'WEIGHTS', 0, 0, 0)
    call('HSET', Q, 'pu', NOW_TEXT)
  elseif not purging then
    call('HSET', Q, 'pu', NOW_TEXT)
  end
  purging = tonumber(call('HGET', Q, 'pu'))
end

local function empty(list, state)
  while left > 0 do
    local ids = call('ZRANGE', list, 0, math.min(left, 100) - 1)
    if #ids == 0 then return end
    for _, id in ipairs(ids) do
      left = left - 1
      call('ZREM', list, id)
      local job = read_whole(id)
      if job and job.s == state then
        purged = purged + 1
        if waits(job) then started = started + throw_away(settings, job, gone) else add_keys(settings, gone, id) end
      end
    end
  end
end

-- The line of a group is laid aside when its turn comes; what came since the purge began lines up again.
local function lay_aside(group)
  call('ZREM', CHOSEN_GROUPS, group)
  local line = group_line(group)
  if call('EXISTS', line) == 0 then return end
  call('RENAME', line, LINE)
  call('HINCRBY', Q, 'gn', -call('ZCARD', LINE))
  end_line(group)
end

local function empty_line()
  while left > 0 do
    local found = call('ZRANGE', LINE, 0, math.min(left, 100) - 1, 'WITHSCORES')
    if #found == 0 then return end
    for i = 1, #found, 2 do
      local id = found[i]
      left = left - 1
      call('ZREM', LINE, id)
      local job = read_whole(id)
      if job and job.s == 'ready' then
        if tonumber(job.t) > purging then
          line_up(id, job.g, found[i + 1])
          started = started + 1
        else
          purged = purged + 1
          started = started + throw_away(settings, job, gone)
        end
      end
    end
  end
end

for at = 4, #ARGV do begin(ARGV[at]) end
if not purging then return {'ok', 0, 0} end
for _, state in ipairs(STATES) do empty(aside(state), state) end
while left > 0 do
  empty_line()
  local group = left > 0 and call('ZRANGE', CHOSEN_GROUPS, 0, 0)[1]
  if not group then break end
  left = left - 1
  lay_aside(group)
end
unlink_all(gone)

local rest = call('ZCARD', LINE)
for _, state in ipairs(STATES) do rest = rest + call('ZCARD', aside(state)) end
if call('EXISTS', CHOSEN_GROUPS) == 1 then rest = rest + math.max(1, tonumber(call('HGET', Q, 'gn')) or 0) end
if rest == 0 then call('HDEL', Q, 'pu') end
if purged > 0 then count('purged', purged) end
wake(started)
close(settings)
return {'ok', purged, rest, outgoing and 1 or nil}
