package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.RevocationCommand.ListAll;
import dev.hub.core.bus.RevocationCommand.Page;
import dev.hub.core.bus.RevocationCommand.Put;
import dev.hub.core.bus.RevocationCommand.Remove;
import dev.hub.core.bus.RevocationCommand.Removed;
import dev.hub.core.revocation.Revocation;
import dev.hub.core.revocation.Revocation.OneToken;
import dev.hub.core.revocation.Revocation.UserBlock;
import dev.hub.core.revocation.Revocation.UserTokens;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;

/** Users who are not let in, and tokens that are good no longer, on all instances and at once. */
final class RevocationMethods {
    private static final int MAX_CURSOR = Revocation.MAX_LENGTH + 2;

    private final HubBus bus;
    private final InstantSource clock;

    RevocationMethods(HubBus bus, InstantSource clock) {
        this.bus = bus;
        this.clock = clock;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("user_block", this::block, this::put),
                ApiMethod.of("user_unblock", RevocationMethods::unblock, this::remove),
                ApiMethod.of("user_blocks", fields -> page(true, fields), this::list),
                ApiMethod.of("token_revoke", this::revocation, this::put),
                ApiMethod.of("token_revocations", fields -> page(false, fields), this::list));
    }

    private Put block(ApiFields fields) {
        String user = fields.string("user");
        long expireAt = expireAt(fields);
        return new Put(ControlFields.checked(() -> new UserBlock(user, expireAt)));
    }

    private static Remove unblock(ApiFields fields) {
        String user = fields.string("user");
        return new Remove(ControlFields.checked(() -> new UserBlock(user, 0)).field());
    }

    private Put revocation(ApiFields fields) {
        String tokenId = fields.string("jti");
        String user = fields.string("user");
        if (tokenId.isEmpty() == user.isEmpty()) {
            throw ApiFields.badRequest("either jti or user is required");
        }
        if (user.isEmpty() && fields.raw("issued_before").isPresent()) {
            throw ApiFields.badRequest("issued_before goes with user");
        }
        long expireAt = expireAt(fields);
        long issuedBefore = fields.integer("issued_before", now(), 0, Long.MAX_VALUE);
        return new Put(ControlFields.checked(() ->
                tokenId.isEmpty() ? new UserTokens(user, issuedBefore, expireAt) : new OneToken(tokenId, expireAt)));
    }

    private long expireAt(ApiFields fields) {
        long expireAt = fields.integer("expire_at", 0, 0, Long.MAX_VALUE);
        if (expireAt != 0 && expireAt <= now()) {
            throw ApiFields.badRequest("expire_at must be in the future, or 0 for never, got " + expireAt);
        }
        return expireAt;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static ListAll page(boolean blocks, ApiFields fields) {
        return new ListAll(blocks, ListingMethods.text(fields, "cursor", MAX_CURSOR), ListingMethods.limit(fields));
    }

    private Future<JsonObject> put(Put request) {
        return bus.request(Addresses.REVOCATIONS, request, Affected.class)
                .map(affected -> new JsonObject().put("affected", affected.count()));
    }

    private Future<JsonObject> remove(Remove request) {
        return bus.request(Addresses.REVOCATIONS, request, Removed.class)
                .map(removed -> new JsonObject().put("unblocked", removed.wasThere()));
    }

    private Future<JsonObject> list(ListAll request) {
        return bus.request(Addresses.REVOCATIONS, request, Page.class).map(page -> {
            JsonArray all = new JsonArray();
            page.revocations().forEach(each -> all.add(encode(each)));
            String next = page.isLast() ? "" : page.revocations().getLast().field();
            return ListingMethods.withCursor(
                    new JsonObject().put(request.blocks() ? "blocks" : "revocations", all), next);
        });
    }

    private static JsonObject encode(Revocation revocation) {
        JsonObject json = switch (revocation) {
            case UserBlock block -> new JsonObject().put("user", block.user());
            case OneToken token -> new JsonObject().put("jti", token.tokenId());
            case UserTokens tokens ->
                new JsonObject().put("user", tokens.user()).put("issued_before", tokens.issuedBefore());
        };
        return revocation.expireAt() == 0 ? json : json.put("expire_at", revocation.expireAt());
    }
}
