"""Scripts that Redis runs, for changes that must happen in one step.

A session is a hash `key`, `created`, `ends`, `version`, `body` (times in seconds since 1970) that expires at `ends`.
Its `client` is the key of a sorted set: the codes of one client by the time of their end.
"""

from __future__ import annotations

__all__ = ["ANSWER", "CREATE", "END", "HAND_OVER", "MOVE", "RESTORE", "TAKE_OVER"]

CREATE = """
-- KEYS: the session, the open ones, those of the client. ARGV: digest of the key, now, end, body, code, most sessions,
-- most of a client. 1: made, 0: the code is taken, -1: too many are open, -2: too many of this client.
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[2])
if redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[7]) then return -2 end
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[6]) then return -1 end
redis.call('HSET', KEYS[1], 'key', ARGV[1], 'created', ARGV[2], 'ends', ARGV[3], 'version', '0', 'body', ARGV[4])
redis.call('HSET', KEYS[1], 'client', KEYS[3])
redis.call('EXPIREAT', KEYS[1], string.format('%.0f', math.ceil(tonumber(ARGV[3]))))
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[5])
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[5])
if redis.call('TTL', KEYS[3]) < tonumber(ARGV[3]) - tonumber(ARGV[2]) then
  redis.call('EXPIREAT', KEYS[3], string.format('%.0f', math.ceil(tonumber(ARGV[3]))))
end
return 1
"""

# Compared and kept in one step, so that no process puts an older state over a newer one.
MOVE = """
-- KEYS: the session, the open ones. ARGV: version, body, seconds that a session lasts, code.
-- The newest version, or nil without a session.
local kept = redis.call('HGET', KEYS[1], 'version')
if not kept then return false end
if tonumber(ARGV[1]) <= tonumber(kept) then return kept end
if kept == '0' then
  local ends = math.ceil(tonumber(redis.call('HGET', KEYS[1], 'created')) + tonumber(ARGV[3]))
  local text = string.format('%.0f', ends)
  redis.call('HSET', KEYS[1], 'ends', text)
  redis.call('EXPIREAT', KEYS[1], text)
  redis.call('ZADD', KEYS[2], text, ARGV[4])
  local client = redis.call('HGET', KEYS[1], 'client')
  if client then
    redis.call('ZADD', client, text, ARGV[4])
    redis.call('EXPIREAT', client, text)
  end
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'body', ARGV[2])
redis.call('PUBLISH', KEYS[1], redis.call('HGET', KEYS[1], 'ends') .. ' ' .. ARGV[1] .. ' ' .. ARGV[2])
return ARGV[1]
"""

RESTORE = """
-- KEYS: the session, the open ones. ARGV: key, created, ends, version, body, now, code.
if tonumber(ARGV[3]) <= tonumber(ARGV[6]) then return 0 end
local kept = redis.call('HGET', KEYS[1], 'version')
if kept and tonumber(kept) >= tonumber(ARGV[4]) then return 0 end
redis.call('HSET', KEYS[1], 'key', ARGV[1], 'created', ARGV[2], 'ends', ARGV[3], 'version', ARGV[4], 'body', ARGV[5])
redis.call('EXPIREAT', KEYS[1], string.format('%.0f', math.ceil(tonumber(ARGV[3]))))
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[7])
return 1
"""

ANSWER = """
-- KEYS: the session, its answers. ARGV: blank and token, answer, most answers.
-- 1: counted, 0: was there, -1: too many, nil: no session.
local ends = redis.call('HGET', KEYS[1], 'ends')
if not ends then return false end
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then return 0 end
if redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[3]) then return -1 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('EXPIREAT', KEYS[2], string.format('%.0f', math.ceil(tonumber(ends))))
return 1
"""

HAND_OVER = """
-- KEYS: the session, its handover. ARGV: digest of the word, seconds. 1: offered, 0: no session.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'word', ARGV[1], 'tries', '0')
redis.call('EXPIRE', KEYS[2], ARGV[2])
return 1
"""

TAKE_OVER = """
-- KEYS: the session, its handover. ARGV: digest of the word, digest of the new key, most tries.
-- 1: taken over, 0: another word, nil: no session.
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local word = redis.call('HGET', KEYS[2], 'word')
if not word then return 0 end
if word ~= ARGV[1] then
  if redis.call('HINCRBY', KEYS[2], 'tries', 1) >= tonumber(ARGV[3]) then redis.call('DEL', KEYS[2]) end
  return 0
end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[1], 'key', ARGV[2])
redis.call('PUBLISH', KEYS[1], 'key')
return 1
"""

END = """
-- KEYS: the session, its answers, the open ones, its handover. ARGV: code. 1: ended, 0: no session.
redis.call('DEL', KEYS[2], KEYS[4])
redis.call('ZREM', KEYS[3], ARGV[1])
local client = redis.call('HGET', KEYS[1], 'client')
if client then redis.call('ZREM', client, ARGV[1]) end
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
redis.call('PUBLISH', KEYS[1], 'end')
return 1
"""
