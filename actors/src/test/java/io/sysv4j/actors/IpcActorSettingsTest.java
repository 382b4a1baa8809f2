package io.sysv4j.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.RestartSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IpcActorSettingsTest {
  private static final SupervisorStrategy BACKOFF =
      SupervisorStrategy.restartWithBackoff(Duration.ofMillis(1), Duration.ofMillis(2), 0);

  private final IpcActorSettings defaults = settings("");

  private static IpcActorSettings settings(String overrides) {
    Config config = ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load());
    return IpcActorSettings.of(config.getConfig("sysv4j.actors"));
  }

  @Test
  void shouldReadItsDefaults() {
    assertInstanceOf(RestartSupervisorStrategy.class, defaults.onRemoved());
    assertInstanceOf(BackoffSupervisorStrategy.class, defaults.onNoSpace());
    assertEquals(1000, defaults.maxWaiting());
    assertEquals("sysv4j.actors.blocking-dispatcher", defaults.dispatcher());
    assertTrue(ConfigFactory.load().hasPath(defaults.dispatcher()));
  }

  @Test
  void shouldReadWhatTheUserSets() {
    IpcActorSettings stop =
        settings("sysv4j.actors { on-removed.strategy = stop, max-waiting = 7, dispatcher = d }");
    assertEquals(SupervisorStrategy.stop().getClass(), stop.onRemoved().getClass());
    assertEquals(7, stop.maxWaiting());
    assertEquals("d", stop.dispatcher());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> settings("sysv4j.actors.on-removed.strategy = retry"));
    assertTrue(refused.getMessage().contains("retry"), refused.getMessage());
  }

  @Test
  void shouldRefuseStrategiesThatLoseRequestsOrStormAFullNamespace() {
    assertRefused(() -> defaults.withOnRemoved(BACKOFF));
    assertRefused(() -> defaults.withOnRemoved(SupervisorStrategy.resume()));
    assertRefused(() -> defaults.withOnNoSpace(SupervisorStrategy.restart()));
    assertRefused(() -> defaults.withOnNoSpace(SupervisorStrategy.resume()));
    assertRefused(() -> defaults.withMaxWaiting(-1));
    SupervisorStrategy quietStop = SupervisorStrategy.stop().withLoggingEnabled(false);
    assertEquals(quietStop, defaults.withOnRemoved(quietStop).onRemoved());
    assertEquals(quietStop, defaults.withOnNoSpace(quietStop).onNoSpace());
    assertEquals("other", defaults.withDispatcher("other").dispatcher());
  }

  private static void assertRefused(Executable change) {
    assertThrows(IllegalArgumentException.class, change);
  }

  @Test
  void shouldRefuseInitialValuesThatNoSetCanHave() {
    SemaphoreSetSpec spec = SemaphoreSetSpec.of(1, 2, 0);
    assertThrows(IllegalArgumentException.class, () -> spec.withInitial(1));
    assertThrows(IllegalArgumentException.class, () -> spec.withInitial(1, -1));
    assertThrows(IllegalArgumentException.class, () -> spec.withInitial(1, 32768));
    assertEquals(2, spec.withInitial(1, 32767).initial().size());
  }
}
