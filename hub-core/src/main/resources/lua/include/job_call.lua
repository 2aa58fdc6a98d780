-- KEYS[1] the queue, HASH: settings by their names; paused, closed; seq the last rank given; v virtual time of the groups,
--   u that of jobs without group; ta when the rate is used up to, in us; gn jobs that wait in groups; lt highest term of a
--   leader; pu when a purge began, in ms, while it is not through; am the last ms in which a job lined up that ages, and ab
--   the first rank of it; nx the last rank before all others, of a job that was given back unbegun; kx 1 once a job had a log
--   or children; ew until when somebody waits for events, in ms; n_<what> counts. The keys of its jobs begin with its own, see
--   docs/keys.md
-- ARGV[1] PUBLISH or SPUBLISH
-- ARGV[2] beginning of the pub/sub channels on which instances with idle workers are woken; their uid follows
local call = redis.call
local Q = KEYS[1]
local JOB, READY, DELAYED, LEASE, HUNGRY, EVENTS = Q .. ':j:', Q .. ':ready', Q .. ':delayed', Q .. ':lease', Q .. ':hungry', Q .. ':ev'

-- include: whole

-- A priority is worth so many ranks.
local LEVEL = 17592186044416

local function text(number) return string.format('%.0f', number) end

local NOW_US, NOW
do
  local time = call('TIME')
  NOW_US = time[1] * 1000000 + time[2]
  NOW = math.floor(NOW_US / 1000)
end
local NOW_TEXT = text(NOW)

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
  local settings = {lease_ms = tonumber(values[1]), gn = tonumber(values[3]) or 0}
  for i = 1, #values - 4 do
    local value = values[i + 4]
    settings[select(i, ...)] = tonumber(value) or value
  end
  paused, purging = values[2] == '1', tonumber(values[4]) or false
  return setmetatable(settings, LAZY)
end

-- A job of a group lined up in this call.
local grouped = false

-- How often what happened, and by state what ended: its time and id, one after the other.
local counts, ended = {}, {}

-- Something is to be told to another queue, see flow_read.
local outgoing = false

-- One instance for each job that may start now, with the time in us; instances that do not hear it are passed over.
local function wake(many)
  while many > 0 and not paused do
    local idle = call('ZPOPMIN', HUNGRY)
    if not idle[1] then return end
    if call(ARGV[1], ARGV[2] .. idle[1], text(NOW_US)) > 0 then many = many - 1 end
  end
end
