-- purpose: settle what workers did, and lease them jobs
-- include: job
-- ARGV[3] uid of the instance that they work at
-- ARGV[4] lease of the jobs in ms; 0 for the queue's
-- ARGV[5] most bytes of payloads; one job comes all the same
-- ARGV[6] 1 when the instance may be among those that are to be woken
-- ARGV[7] how many workers ask for jobs
-- ARGV[8] and following, for each of them: its name; how many jobs it takes. Then, for each job that is settled: done, retry,
--   dead or release; id; epoch; delay in ms; result, or error; cause
-- result: {ok, now in ms, what became of each settled job: 1, 2 where followers are to be told, 0 where it was no longer theirs,
--   3 and 4 for 1 and 2 where it was settled so before, whoever has it by now, and nothing changed,
--   each leased job's {id, what it is, payload, epoch, failures, ms it could have started since, ms it was submitted at, end of
--   the lease in ms, end of the attempt in ms or 0, worker's number}, ms until there may be more or -1}; {unconfigured}
-- cost: O((settled + leased) * log(jobs))
-- idempotent: no
local settings = read_settings('concurrency', 'rate_limit', 'events', 'keep_done')
if not settings then return {'unconfigured'} end
local takers = tonumber(ARGV[7])
local startable = 0

-- ---- settling

local over = {}

local function again(job, delay)
  if delay > 0 then
    call('HSET', job_key(job.id), 's', 'delayed')
    if job.x then call('ZADD', TTL, job.x, job.id) end
    call('ZADD', DELAYED, text(NOW + delay), job.id)
  else
    seldom()
    make_ready(settings, job)
    startable = startable + 1
  end
end

-- With a start that was settled otherwise than as done: the last few of the job, each as its number and a letter.
local LETTERS, REMEMBERED = {retry = 'f', dead = 'd', release = 'r'}, 120
local function settled_with(id, verb, epoch)
  local before = call('HGET', job_key(id), 'st') or ' '
  return (before .. epoch .. LETTERS[verb] .. ' '):sub(-REMEMBERED)
end

-- Whether this was settled so already by the same start: its answer was lost, and it is sent again. Not so if its lease ended.
local function is_settled(job, verb, epoch)
  if verb == 'done' then return job.s == 'done' and job.e == epoch end
  return (call('HGET', job_key(job.id), 'st') or ''):find(' ' .. epoch .. LETTERS[verb] .. ' ', 1, true) ~= nil
end

local function settle(at)
  local verb, id, epoch, delay, data = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3]), ARGV[at + 4]
  local read = call('HMGET', job_key(id), 's', 'e', 'sp')
  if not read[1] then return 0 end
  local job = {id = id, s = read[1], e = read[2], sp = read[3]}
  if job.sp then read_special(job) end
  if job.s ~= 'active' or job.e ~= epoch then
    -- What the answer relies on may have come over another connection: this is something for replicas to confirm.
    count('late')
    return is_settled(job, verb, epoch) and (job.fo and 4 or 3) or 0
  end
  over[#over + 1] = id
  if job.g then
    seldom()
    startable = startable + leave_group(job.g)
  end
  if verb == 'done' then
    startable = startable + finish(settings, job, 'done', '', 'r', data)
  elseif verb == 'dead' then
    call('HINCRBY', job_key(id), 'f', 1)
    call('HSET', job_key(id), 'st', settled_with(id, verb, epoch))
    startable = startable + finish(settings, job, 'dead', ARGV[at + 5], 'er', data)
  elseif verb == 'retry' then
    call('HINCRBY', job_key(id), 'f', 1)
    call('HSET', job_key(id), 'er', data, 'st', settled_with(id, verb, epoch))
    record(settings, 'retry', id, job.e, data:sub(1, 200))
    again(job, delay)
  else
    call('HSET', job_key(id), 'st', settled_with(id, verb, epoch))
    record(settings, 'released', id, job.e)
    again(job, delay)
  end
  return job.fo and 2 or 1
end

-- ---- leasing

local wanted = 0
for i = 1, takers do wanted = wanted + tonumber(ARGV[7 + i * 2]) end
local lease = tonumber(ARGV[4])
if lease == 0 then lease = settings.lease_ms end
local LEASE_END = text(NOW + lease)
local leases, leased, bytes = {}, {}, tonumber(ARGV[5])
local taker, left = 1, takers > 0 and tonumber(ARGV[7 + 2]) or 0
local hint = -1

-- So many jobs and groups are looked at that do not start: those that expired, and those that are held up.
local looks = 1000

local function sooner(ms) if hint < 0 or ms < hint then hint = math.max(0, ms) end end

local function expire(job)
  call('ZREM', TTL, job.id)
  looks = looks - 1
  startable = startable + finish(settings, job, 'expired', 'ttl', 'er', 'its time to live was over')
end

-- Leases a job that has left its line; false when its time was over.
local function take(id)
  local key = job_key(id)
  local read = call('HMGET', key, 's', 'e', 'sp', 'o', 'd', 'f', 'q', 't', 'tm')
  if not read[1] then return false end
  if read[3] then
    local job = {id = id, s = read[1], e = read[2], sp = read[3]}
    read_special(job)
    if job.x and tonumber(job.x) <= NOW then
      expire(job)
      return false
    end
    if job.x then call('ZREM', TTL, id) end
  end
  while left == 0 do
    taker = taker + 1
    left = tonumber(ARGV[7 + taker * 2])
  end
  left = left - 1
  local epoch = read[2] and text(tonumber(read[2]) + 1) or '1'
  local attempt_end, lease_end = '0', LEASE_END
  if read[9] then
    local at = NOW + tonumber(read[9])
    attempt_end = text(at)
    if at < NOW + lease then lease_end = attempt_end end
    call('HSET', key, 's', 'active', 'e', epoch, 'c', NOW_TEXT, 'u', ARGV[3], 'w', ARGV[6 + taker * 2], 'to', attempt_end)
  else
    call('HSET', key, 's', 'active', 'e', epoch, 'c', NOW_TEXT, 'u', ARGV[3], 'w', ARGV[6 + taker * 2])
  end
  local n = #leased
  leases[n * 2 + 1], leases[n * 2 + 2] = lease_end, id
  bytes = bytes - #read[5]
  leased[n + 1] = {id, read[4], read[5], epoch, read[6] or '0', read[7] or read[8], read[8], lease_end, attempt_end, taker}
  return true
end

-- How many jobs a rate lets start now; `used` is when it is used up to, in us. One takes so many us of it, rounded up.
local function allowed(used, limit, period_ms)
  local each = math.ceil(period_ms * 1000 / limit)
  local from = math.max(used, NOW_US)
  return math.floor((NOW_US + each * limit - from) / each), each, from
end

-- In how many ms one more may start that takes it up to `from`.
local function free_in(from, each, limit) return math.ceil((from + each - each * limit - NOW_US) / 1000) end

-- Starts the next job of the groups and of those without, in turn; false when there is none in a group. To be made by
-- `serve_groups` before.
local start_in_turn, serve_groups

local function lease_from_line(most)
  while #leased < most and bytes > 0 and looks > 0 do
    local first = call('ZPOPMIN', READY, math.min(most - #leased, 16))
    if not first[1] then return end
    for i = 1, #first, 2 do
      if bytes > 0 then
        take(first[i])
      else
        call('ZADD', READY, first[i + 1], first[i])
      end
    end
  end
end

-- One that expired may have let a job of a group line up.
local has_groups = false
local function lease_most(most)
  repeat
    grouped = false
    if has_groups then
      serve_groups()
      while #leased < most and bytes > 0 and looks > 0 and start_in_turn() do end
    end
    lease_from_line(most)
    has_groups = has_groups or grouped
  until not grouped or #leased >= most or bytes <= 0 or looks <= 0
end

local function lease_all()
  local most = wanted
  if settings.concurrency > 0 then most = math.min(most, settings.concurrency - call('ZCARD', LEASE)) end
  if settings.rate_limit == 0 then
    lease_most(most)
    return
  end
  local used = tonumber(call('HGET', Q, 'ta')) or 0
  local room, each, from = allowed(used, settings.rate_limit, settings.rate_period_ms)
  lease_most(math.min(most, room))
  if #leased > 0 then call('HSET', Q, 'ta', text(from + each * #leased)) end
  if #leased >= room then sooner(free_in(from + each * #leased, each, settings.rate_limit)) end
end

seldom = function()
-- include: job_seldom
end

serve_groups = function()
  seldom()
  if start_in_turn then return end
  local function park(group, until_ms)
    looks = looks - 1
    call('ZREM', GROUPS, group)
    call('ZADD', PARKED, until_ms, group)
  end

  -- Starts the head of a group's line, unless the group has to wait, or the job's time was over.
  local function start_of_group(group, turn)
    local key, line = group_state(group), group_line(group)
    local state = call('HMGET', key, 'n', 'w', 'ta', 'h', 'm')
    local active, most = tonumber(state[1]) or 0, tonumber(state[5]) or settings.group_concurrency
    if state[4] or most > 0 and active >= most then
      park(group, '+inf')
      return
    end
    local room, each, from
    if settings.group_rate_limit > 0 then
      room, each, from = allowed(tonumber(state[3]) or 0, settings.group_rate_limit, settings.group_rate_period_ms)
      if room < 1 then
        park(group, text(NOW + math.max(1, free_in(from, each, settings.group_rate_limit))))
        return
      end
    end
    local id = call('ZPOPMIN', line)[1]
    if id then
      call('HINCRBY', Q, 'gn', -1)
      if take(id) then
        local after = turn + math.floor(STRIDE / (tonumber(state[2]) or 1))
        call('HSET', Q, 'v', text(turn))
        call('HINCRBY', key, 'n', 1)
        active = active + 1
        if each then
          call('HSET', key, 'v', text(after), 'ta', text(from + each))
        else
          call('HSET', key, 'v', text(after))
        end
        if state[3] then call('PERSIST', key) end
        turn = after
      end
    end
    if call('EXISTS', line) == 1 then
      call('ZADD', GROUPS, text(turn), group)
    else
      call('ZREM', GROUPS, group)
      if active == 0 then rest_group(group) end
    end
  end

  start_in_turn = function()
    local first = call('ZRANGE', GROUPS, 0, 0, 'WITHSCORES')
    if not first[1] then return false end
    local turn = tonumber(first[2])
    local own = call('HMGET', Q, 'u', 'v')
    if (tonumber(own[1]) or 0) <= turn then
      local id = call('ZPOPMIN', READY)[1]
      if id then
        if take(id) then
          call('HSET', Q, 'u', text(math.max(tonumber(own[1]) or 0, tonumber(own[2]) or 0) + STRIDE))
        end
        return true
      end
    end
    start_of_group(first[1], turn)
    return true
  end
end

-- ---- a round

local settled = {}
for at = 8 + takers * 2, #ARGV, 6 do settled[#settled + 1] = settle(at) end
for from = 1, #over, 5000 do call('ZREM', LEASE, unpack(over, from, math.min(from + 4999, #over))) end
if settings.concurrency > 0 then startable = startable + #over end
local promoted, due = promote(settings, 100)
if due then sooner(due - NOW) end
has_groups = grouped or (settings.gn or 0) > 0
if wanted > 0 then
  if not paused then
    if has_groups then
      seldom()
      free_due_groups()
    end
    lease_all()
    for from = 1, #leases, 4000 do call('ZADD', LEASE, unpack(leases, from, math.min(from + 3999, #leases))) end
    if looks <= 0 then sooner(0) end
  end
  if #leased < wanted and bytes > 0 then
    call('ZADD', HUNGRY, NOW_TEXT, ARGV[3])
  elseif ARGV[6] == '1' then
    call('ZREM', HUNGRY, ARGV[3])
  end
end
if has_groups and not paused then
  local parked = call('ZRANGE', PARKED, 0, 0, 'WITHSCORES')[2]
  if parked and parked ~= 'inf' then sooner(tonumber(parked) - NOW) end
end
if startable + promoted > 0 then
  wake(math.min(startable + promoted, call('ZCARD', READY) + (has_groups and call('ZCARD', GROUPS) or 0)))
end
close(settings)
return {'ok', NOW_TEXT, settled, leased, text(hint)}
