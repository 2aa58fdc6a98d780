-- purpose: see to what is due in a queue: delayed jobs, leases that ended, jobs whose time to live is over, old jobs, and words
--   to followers that were never given
-- include: job
-- include: job_seldom
-- ARGV[3] term of the leader that sweeps, 0 for none
-- ARGV[4] most of each kind to look at
-- result: {ok, recovered, expired, removed, 1 if there is more to do at once, attempts whose time is over {id, epoch, what it is,
--   failures}, words to followers that are late: ids, 1 if a purge is not through, how many of the recovered are
--   dead for it, 1 if other queues are to be told something, see flow_read}; {deposed} when a leader of a higher term was here;
--   {unconfigured}
-- cost: O(looked at * log(jobs of the queue))
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
if is_deposed(ARGV[3]) then return {'deposed'} end
local most = tonumber(ARGV[4])
local startable = promote(settings, most)
local recovered, given_up, expired, removed, more = 0, 0, 0, 0, startable == most
local late = {}

local function recover(id)
  local job = read_whole(id, 'o')
  if not job or job.s ~= 'active' then
    call('ZREM', LEASE, id)
    return
  end
  if job.to and tonumber(job.to) > 0 and tonumber(job.to) <= NOW then
    late[#late + 1] = {id, job.e, job.o or '{}', job.f}
    return
  end
  startable = startable + withdraw(job)
  recovered = recovered + 1
  local recoveries = call('HINCRBY', job_key(id), 'rc', 1)
  record(settings, 'recovered', id, job.e)
  if recoveries > settings.max_recoveries then
    given_up = given_up + 1
    startable = startable + finish(settings, job, 'dead', 'lost', 'er', 'its worker was lost ' .. recoveries .. ' times')
  else
    make_ready(settings, job)
    startable = startable + 1
  end
end

local lost = call('ZRANGEBYSCORE', LEASE, '-inf', NOW_TEXT, 'LIMIT', 0, most)
for _, id in ipairs(lost) do recover(id) end

local stale = call('ZRANGEBYSCORE', TTL, '-inf', NOW_TEXT, 'LIMIT', 0, most)
for _, id in ipairs(stale) do
  local job = read_whole(id)
  call('ZREM', TTL, id)
  if job and waits(job) then
    take_out(job)
    expired = expired + 1
    startable = startable + finish(settings, job, 'expired', 'ttl', 'er', 'its time to live was over')
  end
end

local STATES = {'done', 'dead', 'cancelled', 'expired'}
local ages = call('HMGET', Q, 'keep_done_ms', 'keep_dead_ms', 'keep_cancelled_ms', 'keep_expired_ms')
for i, state in ipairs(STATES) do
  local age = tonumber(ages[i]) or 0
  local ids = age > 0 and call('ZRANGEBYSCORE', Q .. ':' .. state, '-inf', text(NOW - age), 'LIMIT', 0, most) or {}
  if #ids > 0 then
    call('ZREM', Q .. ':' .. state, unpack(ids))
    local gone = {}
    for _, id in ipairs(ids) do add_keys(settings, gone, id) end
    unlink_all(gone)
    removed = removed + #ids
  end
  if #ids == most then more = true end
  if not ended[state] then trim(settings, state) end
end

if #lost - #late == most or #stale == most then more = true end
startable = startable + free_due_groups()

-- What another instance has begun to tell lately does not count, but words and orders that do.
local function has_outgoing()
  if call('EXISTS', Q .. ':up', Q .. ':down') > 0 then return 1 end
  return #call('ZRANGEBYSCORE', Q .. ':far', '-inf', text(NOW - 2000), 'LIMIT', 0, 1)
end

if startable > 0 then wake(math.min(startable, call('ZCARD', READY) + call('ZCARD', GROUPS))) end
close(settings)
return {'ok', recovered, expired, removed, more and 1 or 0, late,
  call('ZRANGEBYSCORE', TELL, '-inf', text(NOW - 2000), 'LIMIT', 0, most), purging and 1 or 0, given_up, has_outgoing()}
