# Elver's build. `make help` lists the targets. MODE: release, debug, asan, tsan, stress; O: where it builds.
MODE ?= release
O ?= build/obj/$(MODE)
BIN ?= $(if $(filter release,$(MODE)),build/elver,build/elver-$(MODE))
CC ?= gcc
PREFIX ?= /usr/local

WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter -Werror
COMMON = -std=gnu11 -g -fno-strict-aliasing -pthread -Ivm -I. -DELVER_BUILD_DIR='"$(O)"' $(WARN)
FLAGS_release = -O2 -DNDEBUG -fomit-frame-pointer
FLAGS_debug = -O1 -DVM_DEBUG
FLAGS_asan = -O1 -DVM_DEBUG -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS_tsan = -O1 -DVM_DEBUG -fsanitize=thread
FLAGS_stress = -O1 -DVM_DEBUG -DVM_STRESS
CFLAGS_ALL = $(COMMON) $(FLAGS_$(MODE)) $(CFLAGS)
LIBS = -lgmp -lpcre2-8 -lutf8proc -lz -lffi -lreadline -lm -ldl

VM_SRC := $(wildcard vm/*.c vm/*/*.c)
COMPILER_SRC := $(wildcard compiler/*.c compiler/*/*.c)
SHELL_SRC := $(wildcard shell/*.c)
UNIT_SRC := $(wildcard tests/unit/*.c)
LIB_OBJ := $(patsubst %.c,$(O)/%.o,$(VM_SRC) $(COMPILER_SRC))
SHELL_OBJ := $(patsubst %.c,$(O)/%.o,$(SHELL_SRC))
UNIT_OBJ := $(patsubst %.c,$(O)/%.o,$(UNIT_SRC))

Q = $(if $(V),,@)

all: $(BIN)

$(BIN): $(LIB_OBJ) $(SHELL_OBJ)
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS)

$(O)/unit: $(LIB_OBJ) $(UNIT_OBJ)
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS) -lcheck -lsubunit -lrt

# Prints what the reader makes of sources; tests/reference/reader.sh compares it with the reference.
$(O)/reader-dump: $(LIB_OBJ) $(O)/tests/reference/reader_dump.o
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS)

$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

unit: $(O)/unit
	$(O)/unit

layers:
	awk -f tests/layers.awk $(VM_SRC) $(COMPILER_SRC) $(SHELL_SRC) $(wildcard vm/*/*.h compiler/*.h)

clean:
	rm -rf build

.PHONY: all unit layers clean
-include $(patsubst %.o,%.d,$(LIB_OBJ) $(SHELL_OBJ) $(UNIT_OBJ))
