/* Adds SLOW_DISK_US microseconds to every fsync and fdatasync of the process it is preloaded into. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_a_little(void) {
  const char *text = getenv("SLOW_DISK_US");
  long microseconds = text ? atol(text) : 0;
  struct timespec rest = {microseconds / 1000000, microseconds % 1000000 * 1000};
  nanosleep(&rest, NULL);
}

int fsync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_a_little();
  return real(file);
}

int fdatasync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_a_little();
  return real(file);
}
