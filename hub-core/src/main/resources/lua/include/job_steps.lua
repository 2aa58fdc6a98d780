-- What is done with jobs, in parts. Scripts that run for each job do what is usual by themselves and make these functions only
-- where something is not, for to make them costs as much as ten steps.
local DELAYED, BLOCKED, LEASE, TTL, TELL = Q .. ':delayed', Q .. ':blocked', Q .. ':lease', Q .. ':ttl', Q .. ':tell'
local GROUPS, PARKED, EVENTS = Q .. ':groups', Q .. ':parked', Q .. ':ev'

-- Where jobs age, a millisecond is worth so many ranks, since the start of 2025.
local PER_MS, BEGIN = 4096, 1735689600000

-- Virtual time of one job in a group of weight 1.
local STRIDE = 1048576

-- Settings of the queue, as numbers where they are some, false where they are not set, and how many jobs wait in groups, as
-- `gn`; nil for a queue that has no settings yet. Those named are read at once, others when they are asked for.
local LAZY = {__index = function(settings, name)
  local value = call('HGET', Q, name)
  value = tonumber(value) or value
  settings[name] = value
  return value
end}
local function read_settings(...)
  local values = call('HMGET', Q, 'lease_ms', 'paused', 'gn', 'pu', ...)
  if not values[1] then return nil end
  local settings = {lease_ms = tonumber(values[1]), gn = tonumber(values[3]) or 0}
  for i = 1, #values - 4 do
    local value = values[i + 4]
    settings[select(i, ...)] = tonumber(value) or value
  end
  paused, purging = values[2] == '1', tonumber(values[4]) or false
  return setmetatable(settings, LAZY)
end

local function job_key(id) return JOB .. id end

local function group_state(group) return Q .. ':gs:' .. group end

local function group_line(group) return Q .. ':g:' .. group end

-- See job_seldom.
local loosen, promote_due, make_ready, leave_group, rest_group, free_due_groups

-- ---- what is kept of a job

-- A job's hash has `s`, in one line what changes with each step, for a field more costs as much as a line that is longer: state;
-- epoch, 0 before the first start; 1 for one that has rarer fields; when it ended, or 0; failures; priority; when it was
-- submitted, ready again, or 0, and claimed, or 0; by whom: uid, and worker to the end of the line. These three functions know
-- that, and what job_submit and job_work do with jobs that have no rarer fields.
local LINE = '^(%a+) (%d+) (%d) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%S*) (.*)$'
local function job_of(id, line)
  local s, e, sp, z, f, p, t, q, c, u, w = string.match(line, LINE)
  return {id = id, s = s, e = e, sp = sp == '1', z = z, f = f, p = p, t = t, q = q, c = c, u = u, w = w}
end

local function line_of(job, state)
  return state .. ' ' .. job.e .. (job.sp and ' 1 ' or ' 0 ') .. job.z .. ' ' .. job.f .. ' ' .. job.p .. ' ' .. job.t .. ' ' .. job.q
    .. ' ' .. job.c .. ' ' .. job.u .. ' ' .. job.w
end

-- Writes the job with this state, and other fields; `job` itself keeps the state that it had.
local function write_job(job, state, ...) call('HSET', job_key(job.id), 's', line_of(job, state), ...) end

-- A job with some fields that are not in its line, by name; nil when there is no such job.
local function read_job(id, ...)
  local values = call('HMGET', job_key(id), 's', ...)
  if not values[1] then return nil end
  local job, names = job_of(id, values[1]), {...}
  for i = 1, #names do job[names[i]] = values[i + 1] or nil end
  return job
end

-- The rarer fields.
local SPECIAL = {'g', 'k', 'pa', 'pq', 'cf', 'aw', 'fo', 'x', 'tm', 'to', 'pn', 'du'}
local function read_special(job)
  for i, value in ipairs(call('HMGET', job_key(job.id), unpack(SPECIAL))) do job[SPECIAL[i]] = value or nil end
end

-- What the functions below have to know of a job.
local function read_whole(id, ...)
  local job = read_job(id, ...)
  if job and job.sp then read_special(job) end
  return job
end

-- The queue has keys of jobs beside their hashes.
local function expect_more_keys(settings)
  if settings.kx then return end
  settings.kx = 1
  call('HSET', Q, 'kx', '1')
end

local function count(what, by) counts[what] = (counts[what] or 0) + (by or 1) end

-- Tells whoever reads the queue's events what became of a job.
local function record(settings, what, id, epoch, detail)
  count(what)
  if settings.events == 0 then return end
  if is_cut then
    call('XADD', EVENTS, '*', 't', what, 'id', id, 'e', epoch, 'd', detail or '')
  else
    call('XADD', EVENTS, 'MAXLEN', '~', settings.events, '*', 't', what, 'id', id, 'e', epoch, 'd', detail or '')
    is_cut = true
  end
end

-- ---- lines of jobs that may start

-- The ranks after the one that it gives are free, so many.
local function new_ranks(many) return call('HINCRBY', Q, 'seq', many) - many end

-- Where jobs age: the first rank that was given in this millisecond, and a rank from there.
local first_rank
local function rank_in_ms(sequence)
  if not first_rank then
    local last = call('HMGET', Q, 'am', 'ab')
    if tonumber(last[1]) == NOW then
      first_rank = tonumber(last[2])
    else
      first_rank = sequence
      call('HSET', Q, 'am', NOW_TEXT, 'ab', text(sequence))
    end
  end
  return math.max(0, math.min(sequence - first_rank, PER_MS - 1))
end

local function rank_of(settings, priority, sequence)
  if settings.aging_ms > 0 then
    return text((NOW - BEGIN + priority * settings.aging_ms) * PER_MS + rank_in_ms(sequence))
  end
  return text(priority * LEVEL + sequence)
end

-- The group is to have its turn, unless it has already, or is held up.
local function offer_group(group)
  if call('ZSCORE', GROUPS, group) or call('ZSCORE', PARKED, group) then return end
  local own = tonumber(call('HGET', group_state(group), 'v')) or 0
  local common = tonumber(call('HGET', Q, 'v')) or 0
  call('ZADD', GROUPS, text(math.max(own, common)), group)
end

local function line_up(id, group, rank)
  if not group then
    call('ZADD', READY, rank, id)
  elseif call('ZADD', group_line(group), rank, id) == 1 then
    grouped = true
    call('HINCRBY', Q, 'gn', 1)
    offer_group(group)
  end
end

-- ---- how jobs end, and go on

-- The job is over, with another value of its hash. It must have left its line, or its lease, already. Gives how many others
-- may start now.
local function finish(settings, job, state, cause, name, value)
  job.z = NOW_TEXT
  if cause == '' then
    write_job(job, state, name, value)
  else
    write_job(job, state, 'ca', cause, name, value)
  end
  local ids = ended[state]
  if not ids then
    ids = {}
    ended[state] = ids
  end
  ids[#ids + 1], ids[#ids + 2] = NOW_TEXT, job.id
  record(settings, state, job.id, job.e, cause)
  if not job.sp then return 0 end
  if job.fo or job.aw then call('ZADD', TELL, NOW_TEXT, job.id) end
  return loosen(settings, job, state, value)
end

-- Jobs that were cancelled with others: id, what it was, uid of the instance where it was worked on or '', epoch, 1 where
-- followers are to be told.
local also = {}

-- Delayed jobs whose time has come line up, at most so many. Gives how many did, and the time of the next one, if any.
local function promote(settings, most)
  local at = tonumber(call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')[2])
  if not at or at > NOW then return 0, at end
  return promote_due(settings, most)
end
