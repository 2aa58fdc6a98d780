-- purpose: settle what workers did, and lease them jobs
-- include: job
-- ARGV[3] uid of the instance that they work at
-- ARGV[4] lease of the jobs in ms; 0 for the queue's
-- ARGV[5] most bytes of payloads; one job comes all the same
-- ARGV[6] 1 when the instance may be among those that are to be woken
-- ARGV[7] how many workers ask for jobs
-- ARGV[8] and following, for each of them: its name; how many jobs it takes. Then, for each job that is settled: done, retry,
--   dead or release; id; epoch; delay in ms; result, or error; cause
-- result: {ok, now in ms, what became of each settled job: 1, 2 where followers are to be told, 0 where it was no longer theirs;
--   to settle it again in the same way changes nothing,
--   each leased job's {id, what it is, payload, epoch, failures, ms it could have started since, ms it was submitted at, end of
--   the lease in ms, end of the attempt in ms or 0, worker's number}, ms until there may be more or -1}; {unconfigured}
-- cost: O((settled + leased) * log(jobs))
-- idempotent: no
local settings = read_settings()
if not settings then return {'unconfigured'} end
local takers = tonumber(ARGV[7])
local startable = 0

-- ---- settling

local over = {}

local function retry(job, delay, error)
  local key = job_key(job.id)
  call('HINCRBY', key, 'f', 1)
  call('HSET', key, 's', 'delayed', 'er', error)
  if job.x then call('ZADD', TTL, job.x, job.id) end
  record(settings, 'retry', job.id, job.e, error)
  if delay > 0 then
    call('ZADD', DELAYED, text(NOW + delay), job.id)
  else
    make_ready(settings, job)
    startable = startable + 1
  end
end

local function release(job, delay)
  record(settings, 'released', job.id, job.e)
  if delay > 0 then
    call('HSET', job_key(job.id), 's', 'delayed')
    if job.x then call('ZADD', TTL, job.x, job.id) end
    call('ZADD', DELAYED, text(NOW + delay), job.id)
  else
    make_ready(settings, job)
    startable = startable + 1
  end
end

-- Whether this was settled so already by the same start: its answer was lost, and it is sent again.
local function is_settled(job, verb, epoch)
  if job.e ~= epoch then return false end
  if verb == 'done' or verb == 'dead' then return job.s == verb end
  return job.s == 'ready' or job.s == 'delayed'
end

local function settle(at)
  local verb, id, epoch, delay, data = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3]), ARGV[at + 4]
  local job = read_whole(id)
  if not job then return 0 end
  if job.s ~= 'active' or job.e ~= epoch then return is_settled(job, verb, epoch) and (job.fo and 2 or 1) or 0 end
  over[#over + 1] = id
  if job.g then leave_group(job.g) end
  if verb == 'done' then
    startable = startable + finish(settings, job, 'done', '', 'r', data)
  elseif verb == 'dead' then
    call('HINCRBY', job_key(id), 'f', 1)
    startable = startable + finish(settings, job, 'dead', ARGV[at + 5], 'er', data)
  elseif verb == 'retry' then
    retry(job, delay, data)
  else
    release(job, delay)
  end
  return job.fo and 2 or 1
end

local settled = {}
for at = 8 + takers * 2, #ARGV, 6 do settled[#settled + 1] = settle(at) end
if #over > 0 then
  for from = 1, #over, 5000 do call('ZREM', LEASE, unpack(over, from, math.min(from + 4999, #over))) end
end

-- ---- leasing

local wanted = 0
for i = 1, takers do wanted = wanted + tonumber(ARGV[7 + i * 2]) end
local lease = tonumber(ARGV[4])
if lease == 0 then lease = settings.lease_ms end
local leases, leased, bytes = {}, {}, tonumber(ARGV[5])
local taker, left = 1, takers > 0 and tonumber(ARGV[7 + 2]) or 0
local hint = -1
local has_groups

local function sooner(ms) if hint < 0 or ms < hint then hint = math.max(0, ms) end end

local function expire(job)
  call('ZREM', TTL, job.id)
  startable = startable + finish(settings, job, 'expired', 'ttl', 'er', 'its time to live was over')
end

-- Leases a job that has left its line; false when its time was over.
local function take(id)
  local job = read_whole(id, 'o', 'd', 'f', 'q', 't', 'tm')
  if not job then return false end
  if job.x then
    if tonumber(job.x) <= NOW then
      expire(job)
      return false
    end
    call('ZREM', TTL, id)
  end
  while left == 0 do
    taker = taker + 1
    left = tonumber(ARGV[7 + taker * 2])
  end
  left = left - 1
  local epoch = text((tonumber(job.e) or 0) + 1)
  local attempt_end = job.tm and NOW + tonumber(job.tm) or 0
  local lease_end = NOW + lease
  if attempt_end > 0 and attempt_end < lease_end then lease_end = attempt_end end
  if job.tm then
    call('HSET', job_key(id), 's', 'active', 'e', epoch, 'c', text(NOW), 'u', ARGV[3], 'w', ARGV[6 + taker * 2], 'to',
      text(attempt_end))
  else
    call('HSET', job_key(id), 's', 'active', 'e', epoch, 'c', text(NOW), 'u', ARGV[3], 'w', ARGV[6 + taker * 2])
  end
  leases[#leases + 1], leases[#leases + 2] = text(lease_end), id
  bytes = bytes - #job.d
  leased[#leased + 1] = {id, job.o, job.d, epoch, job.f or '0', job.q or job.t, job.t, text(lease_end), text(attempt_end),
    taker}
  return true
end

-- How many jobs a rate lets start now; `used` is when it is used up to, in us. And when the next one may, in us.
local function allowed(used, limit, period_ms)
  local each = math.floor(period_ms * 1000 / limit)
  local from = math.max(used, NOW_US)
  local room = NOW_US + period_ms * 1000 - from
  return math.floor(room / each), each, from
end

-- The head of a group's line; nil when the group has to wait, or has nothing.
local function next_of_group(group, turn)
  local state = call('HMGET', group_state(group), 'n', 'w', 'ta', 'h', 'm')
  local line = group_line(group)
  local most = tonumber(state[5]) or settings.group_concurrency
  local function park(until_ms)
    call('ZREM', GROUPS, group)
    call('ZADD', PARKED, until_ms, group)
  end
  if state[4] or most > 0 and (tonumber(state[1]) or 0) >= most then
    park('+inf')
    return nil
  end
  local each, from
  if settings.group_rate_limit > 0 then
    local room
    room, each, from = allowed(tonumber(state[3]) or 0, settings.group_rate_limit, settings.group_rate_period_ms)
    if room < 1 then
      local free = math.ceil((from + each - settings.group_rate_period_ms * 1000) / 1000)
      park(text(free))
      sooner(free - NOW)
      return nil
    end
  end
  local id = call('ZPOPMIN', line)[1]
  if not id then
    call('ZREM', GROUPS, group)
    return nil
  end
  call('HINCRBY', Q, 'gn', -1)
  local after = turn + math.floor(STRIDE / (tonumber(state[2]) or 1))
  call('HSET', Q, 'v', text(turn))
  call('HSET', group_state(group), 'v', text(after))
  if each then
    call('HSET', group_state(group), 'ta', text(from + each))
    call('PEXPIRE', group_state(group), settings.group_rate_period_ms + 86400000)
  end
  if call('EXISTS', line) == 1 then
    call('ZADD', GROUPS, text(after), group)
  else
    call('ZREM', GROUPS, group)
  end
  return id
end

-- The next job of the groups and of those without, in turn; nil when none may start.
local function next_in_turn()
  while true do
    local first = call('ZRANGE', GROUPS, 0, 0, 'WITHSCORES')
    if not first[1] then return nil end
    local turn = tonumber(first[2])
    local own = tonumber(call('HGET', Q, 'u')) or 0
    if own <= turn then
      local id = call('ZPOPMIN', READY)[1]
      if id then
        call('HSET', Q, 'u', text(math.max(own, tonumber(call('HGET', Q, 'v')) or 0) + STRIDE))
        return id
      end
    end
    local id = next_of_group(first[1], turn)
    if id then return id, first[1] end
  end
end

local function lease_in_turn(most)
  while #leased < most and bytes > 0 do
    local id, group = next_in_turn()
    if not id then return end
    if take(id) and group then call('HINCRBY', group_state(group), 'n', 1) end
  end
end

local function lease_from_line(most)
  while #leased < most and bytes > 0 do
    local room = most - #leased
    local first = call('ZPOPMIN', READY, math.min(room, 16))
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

local function lease_all()
  local most = wanted
  if settings.concurrency > 0 then most = math.min(most, settings.concurrency - call('ZCARD', LEASE)) end
  local each, from
  if settings.rate_limit > 0 then
    local room
    room, each, from = allowed(tonumber(call('HGET', Q, 'ta')) or 0, settings.rate_limit, settings.rate_period_ms)
    if room < most then sooner(math.ceil((from + each - settings.rate_period_ms * 1000 - NOW_US) / 1000)) end
    most = math.min(most, room)
  end
  if most > 0 then
    if has_groups then lease_in_turn(most) end
    if not has_groups or call('ZCARD', GROUPS) == 0 then lease_from_line(most) end
  end
  if each and #leased > 0 then call('HSET', Q, 'ta', text(from + each * #leased)) end
end

local promoted, due = promote(settings, 100)
if due then sooner(due - NOW) end
has_groups = call('HGET', Q, 'gn') ~= '0' and settings.gn ~= nil
if wanted > 0 and settings.paused ~= 1 then
  if has_groups then free_due_groups() end
  lease_all()
  if #leases > 0 then
    for from = 1, #leases, 4000 do call('ZADD', LEASE, unpack(leases, from, math.min(from + 3999, #leases))) end
  end
  if #leased < wanted and bytes > 0 then
    call('ZADD', HUNGRY, text(NOW), ARGV[3])
  elseif ARGV[6] == '1' then
    call('ZREM', HUNGRY, ARGV[3])
  end
end
if has_groups then
  local parked = call('ZRANGE', PARKED, 0, 0, 'WITHSCORES')[2]
  if parked and parked ~= 'inf' then sooner(tonumber(parked) - NOW) end
end
if startable + promoted > 0 then
  wake(math.min(startable + promoted, call('ZCARD', READY) + (has_groups and call('ZCARD', GROUPS) or 0)))
end
close(settings)
return {'ok', text(NOW), settled, leased, text(hint)}
