-- purpose: see to what is due in a queue: delayed jobs, leases that ended, jobs whose time to live is over, old jobs, and words
--   to followers that were never given
-- include: job
-- ARGV[3] term of the leader that sweeps, 0 for none
-- ARGV[4] most of each kind to look at
-- ARGV[5] how long jobs are kept in ms, 0 for ever: done
-- ARGV[6] dead
-- ARGV[7] cancelled
-- ARGV[8] expired
-- result: {ok, recovered, expired, removed, 1 if there is more to do at once, attempts whose time is over {id, epoch, what it is,
--   failures}, words to followers that are late: ids}; {deposed} when a leader of a higher term was here; {unconfigured}
-- cost: O(looked at * log(jobs of the queue))
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
if is_deposed(ARGV[3]) then return {'deposed'} end
local most = tonumber(ARGV[4])
local startable = promote(settings, most)
local recovered, expired, removed, more = 0, 0, 0, 0
local late = {}

local function recover(id)
  local job = read_whole(id, 'o', 'f', 'rc')
  if not job or job.s ~= 'active' then
    call('ZREM', LEASE, id)
    return
  end
  if job.to and tonumber(job.to) > 0 and tonumber(job.to) <= NOW then
    late[#late + 1] = {id, job.e, job.o, job.f or '0'}
    return
  end
  call('ZREM', LEASE, id)
  if job.g then leave_group(job.g) end
  recovered = recovered + 1
  local recoveries = call('HINCRBY', job_key(id), 'rc', 1)
  record(settings, 'recovered', id, job.e)
  if recoveries > settings.max_recoveries then
    startable = startable + finish(settings, job, 'dead', 'lost', 'er', 'its worker was lost ' .. recoveries .. ' times')
  else
    make_ready(settings, job)
    startable = startable + 1
  end
end

local ended = call('ZRANGEBYSCORE', LEASE, '-inf', text(NOW), 'LIMIT', 0, most)
for _, id in ipairs(ended) do recover(id) end

local old = call('ZRANGEBYSCORE', TTL, '-inf', text(NOW), 'LIMIT', 0, most)
for _, id in ipairs(old) do
  local job = read_whole(id)
  call('ZREM', TTL, id)
  if job and (job.s == 'ready' or job.s == 'delayed' or job.s == 'blocked') then
    take_out(job)
    expired = expired + 1
    startable = startable + finish(settings, job, 'expired', 'ttl', 'er', 'its time to live was over')
  end
end

for state, kept in pairs({done = ARGV[5], dead = ARGV[6], cancelled = ARGV[7], expired = ARGV[8]}) do
  local age = tonumber(kept)
  local ids = age > 0 and call('ZRANGEBYSCORE', Q .. ':' .. state, '-inf', text(NOW - age), 'LIMIT', 0, most) or {}
  if #ids > 0 then
    call('ZREM', Q .. ':' .. state, unpack(ids))
    for _, id in ipairs(ids) do call('UNLINK', job_key(id), Q .. ':log:' .. id, Q .. ':ch:' .. id) end
    removed = removed + #ids
  end
  if #ids == most then more = 1 end
  if not ended[state] then trim(settings, state) end
end

if #ended == most or #old == most or startable >= most then more = 1 end
free_due_groups()
wake(math.min(startable + 1, call('ZCARD', READY) + call('ZCARD', GROUPS)))
close(settings)
return {'ok', recovered, expired, removed, more, late, call('ZRANGEBYSCORE', TELL, '-inf', text(NOW - 2000), 'LIMIT', 0, most)}
