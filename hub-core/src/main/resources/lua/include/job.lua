-- KEYS[1] the queue, HASH: settings by their names; paused, closed; seq the last rank given; v virtual time of the groups,
--   u that of jobs without group; ta when the rate is used up to, in us; gn jobs that wait in groups; lt highest term of a
--   leader; pu when a purge began, in ms, while it is not through; am the last ms in which a job lined up that ages, and ab
--   the first rank of it; n_<what> counts. The keys of its jobs begin with its own, see docs/keys.md
-- ARGV[1] PUBLISH or SPUBLISH
-- ARGV[2] beginning of the pub/sub channels on which instances with idle workers are woken; their uid follows
local call = redis.call
local Q = KEYS[1]
local READY, DELAYED, BLOCKED, LEASE, TTL = Q .. ':ready', Q .. ':delayed', Q .. ':blocked', Q .. ':lease', Q .. ':ttl'
local GROUPS, PARKED, HUNGRY, EVENTS, TELL = Q .. ':groups', Q .. ':parked', Q .. ':hungry', Q .. ':ev', Q .. ':tell'

-- While the slot moves to another primary key by key, either has only some of the queue's keys. Both refuse to look for two keys
-- that are not there: the script ends before it wrote anything, and may be sent again.
call('EXISTS', Q .. ':-', Q .. ':--')

-- A priority is worth so many ranks; and where jobs age, a millisecond is worth so many, since the start of 2025.
local LEVEL, PER_MS, BEGIN = 17592186044416, 4096, 1735689600000

-- Virtual time of one job in a group of weight 1.
local STRIDE = 1048576

local function text(number) return string.format('%.0f', number) end

local NOW_US, NOW
do
  local time = call('TIME')
  NOW_US = time[1] * 1000000 + time[2]
  NOW = math.floor(NOW_US / 1000)
end
local NOW_TEXT = text(NOW)

local function job_key(id) return Q .. ':j:' .. id end

local function group_state(group) return Q .. ':gs:' .. group end

local function group_line(group) return Q .. ':g:' .. group end

-- What is seldom needed, see job_seldom: `seldom` makes it, and is to be called before. Most scripts make it at once; those
-- that run for each job do not, for to make a function costs as much as to call it.
local function nothing() end
local seldom = nothing
local rank_in_ms, offer_group, loosen, promote_due, make_ready, leave_group, rest_group, free_due_groups

-- Settings of the queue, as numbers where they are some, false where they are not set, and how many jobs wait in groups, as
-- `gn`; nil for a queue that has no settings yet. Those named are read at once, others when they are asked for.
local LAZY = {__index = function(settings, name)
  local value = call('HGET', Q, name)
  value = tonumber(value) or value
  settings[name] = value
  return value
end}
local paused, purging = false, false
local function read_settings(...)
  local values = call('HMGET', Q, 'lease_ms', 'paused', 'gn', 'pu', ...)
  if not values[1] then return nil end
  local settings = {lease_ms = tonumber(values[1]), paused = tonumber(values[2]) or false, gn = tonumber(values[3]) or false,
    pu = tonumber(values[4]) or false}
  local names = {...}
  for i = 1, #names do settings[names[i]] = tonumber(values[i + 4]) or values[i + 4] end
  paused, purging = settings.paused == 1, settings.pu
  return setmetatable(settings, LAZY)
end

-- Some fields of a job by name; nil when there is no such job.
local function read_job(id, ...)
  local values = call('HMGET', job_key(id), 's', ...)
  if not values[1] then return nil end
  local job, names = {id = id, s = values[1]}, {...}
  for i = 1, #names do job[names[i]] = values[i + 1] or nil end
  return job
end

-- What many jobs have not: a job with any of these has the field `sp` as well. All have `p`; without `sp` it is read where
-- it is needed.
local SPECIAL = {'g', 'k', 'pa', 'cf', 'aw', 'fo', 'x', 'p', 'to', 'pn', 'du'}
local function read_special(job)
  for i, value in ipairs(call('HMGET', job_key(job.id), unpack(SPECIAL))) do job[SPECIAL[i]] = value or nil end
end

-- What the functions below have to know of a job beside its state: read after these fields.
local function read_whole(id, ...)
  local job = read_job(id, 'e', 'sp', ...)
  if job and job.sp then read_special(job) end
  return job
end

local counts = {}
local function count(what, by) counts[what] = (counts[what] or 0) + (by or 1) end

-- Tells whoever reads the queue's events what became of a job.
local function record(settings, what, id, epoch, detail)
  count(what)
  if settings.events > 0 then
    call('XADD', EVENTS, 'MAXLEN', '~', settings.events, '*', 't', what, 'id', id, 'e', epoch or '0', 'd', detail or '')
  end
end

-- ---- lines of jobs that may start

-- The ranks after the one that it gives are free, so many.
local function new_ranks(many) return call('HINCRBY', Q, 'seq', many) - many end

-- Where jobs age, the first rank that was given in this millisecond.
local first_rank
local function rank_of(settings, priority, sequence)
  if settings.aging_ms > 0 then
    seldom()
    return text((NOW - BEGIN + priority * settings.aging_ms) * PER_MS + rank_in_ms(sequence))
  end
  return text(priority * LEVEL + sequence)
end

-- A job of a group lined up in this call.
local grouped = false
local function line_up(id, group, rank)
  if not group then
    call('ZADD', READY, rank, id)
  elseif call('ZADD', group_line(group), rank, id) == 1 then
    grouped = true
    call('HINCRBY', Q, 'gn', 1)
    seldom()
    offer_group(group)
  end
end

-- ---- waking

-- One instance for each job that may start now; instances that do not hear it are passed over.
local function wake(many)
  while many > 0 and not paused do
    local idle = call('ZPOPMIN', HUNGRY)
    if not idle[1] then return end
    if call(ARGV[1], ARGV[2] .. idle[1], Q) > 0 then many = many - 1 end
  end
end

-- ---- how jobs end, and go on

local function unlink_all(keys)
  for from = 1, #keys, 3000 do call('UNLINK', unpack(keys, from, math.min(from + 2999, #keys))) end
end

-- What there is of a job, for `unlink_all`.
local function add_keys(keys, id)
  keys[#keys + 1], keys[#keys + 2], keys[#keys + 3] = job_key(id), Q .. ':log:' .. id, Q .. ':ch:' .. id
end

-- What `ended` names goes to the lists of what is over, and the oldest there go, beyond so many; a few at a time, so that no
-- call pays for all. Those stay whose end is still to be told: whoever hears of it looks at them.
local ended = {}
local function trim(settings, state)
  local list = Q .. ':' .. state
  local excess = call('ZCARD', list) - settings['keep_' .. state]
  if excess <= 0 then return end
  local oldest = call('ZPOPMIN', list, math.min(excess, #(ended[state] or {}) + 100))
  local gone, is_told = {}, call('EXISTS', TELL) == 0
  for i = 1, #oldest, 2 do
    if is_told or not call('ZSCORE', TELL, oldest[i]) then
      add_keys(gone, oldest[i])
    else
      call('ZADD', list, oldest[i + 1], oldest[i])
    end
  end
  unlink_all(gone)
end

-- To be called once, at the end.
local function close(settings)
  for state, ids in pairs(ended) do
    for from = 1, #ids, 4000 do call('ZADD', Q .. ':' .. state, unpack(ids, from, math.min(from + 3999, #ids))) end
    trim(settings, state)
  end
  for what, by in pairs(counts) do call('HINCRBY', Q, 'n_' .. what, by) end
end

-- The job is over, with another value of its hash. It must have left its line, or its lease, already. Gives how many others
-- may start now.
local function finish(settings, job, state, cause, name, value)
  local key, now = job_key(job.id), NOW_TEXT
  if cause == '' then
    call('HSET', key, 's', state, 'z', now, name, value)
  else
    call('HSET', key, 's', state, 'z', now, 'ca', cause, name, value)
  end
  local ids = ended[state]
  if not ids then
    ids = {}
    ended[state] = ids
  end
  ids[#ids + 1], ids[#ids + 2] = now, job.id
  record(settings, state, job.id, job.e, cause)
  if not job.sp then return 0 end
  if job.fo or job.aw then call('ZADD', TELL, now, job.id) end
  seldom()
  return loosen(settings, job, state, value)
end

-- Jobs that were cancelled with others: id, what it was, uid of the instance where it was worked on or '', epoch, 1 where
-- followers are to be told.
local also = {}

-- Delayed jobs whose time has come line up, at most so many. Gives how many did, and the time of the next one, if any.
local function promote(settings, most)
  local first = call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')[2]
  local at = tonumber(first)
  if not at or at > NOW then return 0, at end
  seldom()
  return promote_due(settings, most)
end
