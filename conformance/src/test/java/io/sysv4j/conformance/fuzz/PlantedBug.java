package io.sysv4j.conformance.fuzz;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcNamespace;
import io.sysv4j.Sembuf;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Mistakes that the fuzzer must find. Each changes what a good namespace is told or answers. */
enum PlantedBug {
  /** Values and adjustments that leave their range are silently left as they are. */
  ERANGE_FORGOTTEN {
    @Override
    Object failed(Method method, IpcException e) {
      if (method.getName().startsWith("sem") && e.errno() == Errno.ERANGE) {
        return null;
      }
      throw e;
    }
  },
  /** SEM_UNDO is taken and nothing is undone. */
  UNDO_FORGOTTEN {
    @Override
    void beforehand(Object[] args) {
      for (int i = 0; i < args.length; i++) {
        if (args[i] instanceof Sembuf[] sops) {
          args[i] = java.util.Arrays.stream(sops).map(PlantedBug::plain).toArray(Sembuf[]::new);
        }
      }
    }
  },
  /** Sleepers of a removed set are told what later callers are told. */
  EINVAL_FOR_EIDRM {
    @Override
    Object failed(Method method, IpcException e) {
      throw e.errno() == Errno.EIDRM ? IpcException.of(Errno.EINVAL, e.call(), "planted") : e;
    }
  },
  /** The number of those who wait for zero is the number of those who wait for more. */
  COUNTS_CONFUSED {
    @Override
    Object afterwards(IpcNamespace good, Method method, Object[] args, Object answer) {
      return method.getName().equals("getZcnt")
          ? (Object) good.getNcnt((int) args[0], (int) args[1])
          : answer;
    }
  };

  private static Sembuf plain(Sembuf sop) {
    return new Sembuf(sop.semNum(), sop.semOp(), sop.semFlg() & ~Ipc.SEM_UNDO);
  }

  void beforehand(Object[] args) {}

  Object afterwards(IpcNamespace good, Method method, Object[] args, Object answer) {
    return answer;
  }

  Object failed(Method method, IpcException e) {
    throw e;
  }

  /** The namespace with this bug. */
  IpcNamespace plantIn(IpcNamespace good) {
    return (IpcNamespace)
        Proxy.newProxyInstance(
            IpcNamespace.class.getClassLoader(),
            new Class<?>[] {IpcNamespace.class},
            (proxy, method, args) -> call(good, method, args == null ? new Object[0] : args));
  }

  private Object call(IpcNamespace good, Method method, Object[] args) throws Throwable {
    beforehand(args);
    try {
      return afterwards(good, method, args, method.invoke(good, args));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IpcException ipc) {
        return failed(method, ipc);
      }
      throw e.getCause();
    }
  }
}
