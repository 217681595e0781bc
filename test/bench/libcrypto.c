/*
 * libcrypto's CMS over memory BIOs in one process: the floor that the benchmark compares with. Reads orders, one a line:
 *   open FILE                 the MIME entity
 *   load OPERATION FILE       what the next "verify" or "decrypt-..." reads, instead of its own
 *   run OPERATION REPEATS     answers "ok WALL CPU", milliseconds of one call
 *   drop OPERATION            lets go of what was made for it
 * Arguments: the person's certificate and key, the authority's certificate, all PEM.
 */
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *entity;
static long entity_length;
static X509 *certificate;
static EVP_PKEY *key;
static X509_STORE *store;
/* What sign, encrypt-cbc and encrypt-gcm made last. */
static BIO *made[3];

static double milliseconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void fail(const char *what) {
  printf("error %s\n", what);
  ERR_clear_error();
  fflush(stdout);
}

static char *slurp(const char *path, long *length) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  *length = ftell(file);
  rewind(file);
  char *octets = malloc(*length);
  if (fread(octets, 1, *length, file) != (size_t)*length) *length = 0;
  fclose(file);
  return octets;
}

static X509 *read_certificate(const char *path) {
  FILE *file = fopen(path, "r");
  X509 *read = file ? PEM_read_X509(file, NULL, NULL, NULL) : NULL;
  if (file) fclose(file);
  return read;
}

static EVP_PKEY *read_key(const char *path) {
  FILE *file = fopen(path, "r");
  EVP_PKEY *read = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
  if (file) fclose(file);
  return read;
}

static BIO *sign(void) {
  const int flags = CMS_DETACHED | CMS_BINARY | CMS_STREAM;
  BIO *in = BIO_new_mem_buf(entity, (int)entity_length);
  BIO *out = BIO_new(BIO_s_mem());
  CMS_ContentInfo *cms = CMS_sign(certificate, key, NULL, in, flags);
  SMIME_write_CMS(out, cms, in, flags);
  CMS_ContentInfo_free(cms);
  BIO_free(in);
  return out;
}

static BIO *reader(BIO *message) {
  char *octets;
  const long length = BIO_get_mem_data(message, &octets);
  return BIO_new_mem_buf(octets, (int)length);
}

static int verify(void) {
  BIO *in = reader(made[0]), *content = NULL, *out = BIO_new(BIO_s_null());
  CMS_ContentInfo *cms = SMIME_read_CMS(in, &content);
  const int good = cms && CMS_verify(cms, NULL, store, content, out, CMS_BINARY) == 1;
  CMS_ContentInfo_free(cms);
  BIO_free(in);
  BIO_free_all(content);
  BIO_free(out);
  return good;
}

/* RSAES-OAEP with SHA-256, and streamed where the format allows it: the faster way. */
static BIO *encrypt(const EVP_CIPHER *cipher) {
  const int flags = CMS_BINARY | CMS_STREAM;
  BIO *in = BIO_new_mem_buf(entity, (int)entity_length);
  BIO *out = BIO_new(BIO_s_mem());
  CMS_ContentInfo *cms = CMS_encrypt(NULL, in, cipher, flags | CMS_PARTIAL);
  CMS_RecipientInfo *info = CMS_add1_recipient_cert(cms, certificate, CMS_KEY_PARAM);
  EVP_PKEY_CTX *context = CMS_RecipientInfo_get0_pkey_ctx(info);
  EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING);
  EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256());
  const int good = SMIME_write_CMS(out, cms, in, flags);
  CMS_ContentInfo_free(cms);
  BIO_free(in);
  if (good) return out;
  BIO_free(out);
  return NULL;
}

static int decrypt(BIO *message) {
  BIO *in = reader(message), *out = BIO_new(BIO_s_mem());
  CMS_ContentInfo *cms = SMIME_read_CMS(in, NULL);
  char *octets;
  int good = cms && CMS_decrypt(cms, key, certificate, NULL, out, CMS_BINARY) == 1;
  good = good && (entity_length == 0 || BIO_get_mem_data(out, &octets) == entity_length);
  CMS_ContentInfo_free(cms);
  BIO_free(in);
  BIO_free(out);
  return good;
}

static int slot(const char *operation) {
  if (strstr(operation, "cbc")) return 1;
  return strstr(operation, "gcm") ? 2 : 0;
}

static void keep(int at, BIO *message) {
  BIO_free(made[at]);
  made[at] = message;
}

static BIO *make(int at) {
  if (at == 0) return sign();
  return encrypt(at == 1 ? EVP_aes_256_cbc() : EVP_aes_256_gcm());
}

static void run(const char *operation, int repeats) {
  const int at = slot(operation);
  const int makes = operation[0] == 's' || operation[0] == 'e';
  if (!makes && !made[at]) keep(at, make(at));
  const double wall = milliseconds(CLOCK_MONOTONIC), cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
  int good = 1;
  for (int i = 0; i < repeats && good; i++) {
    if (makes) {
      BIO *message = make(at);
      good = message != NULL;
      keep(at, message);
    } else {
      good = operation[0] == 'v' ? verify() : decrypt(made[at]);
    }
  }
  const double wall_after = milliseconds(CLOCK_MONOTONIC), cpu_after = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
  if (!good) {
    fail("libcrypto refuses");
    return;
  }
  printf("ok %.4f %.4f\n", (wall_after - wall) / repeats, (cpu_after - cpu) / repeats);
  fflush(stdout);
}

static void load(const char *operation, const char *path) {
  long length = 0;
  char *octets = slurp(path, &length);
  BIO *message = BIO_new(BIO_s_mem());
  BIO_write(message, octets, (int)length);
  free(octets);
  keep(slot(operation), message);
}

int main(int count, char **arguments) {
  char line[4096], operation[64], path[3072];
  int repeats;
  if (count != 4) return 2;
  certificate = read_certificate(arguments[1]);
  key = read_key(arguments[2]);
  X509 *authority = read_certificate(arguments[3]);
  if (!certificate || !key || !authority) return 2;
  store = X509_STORE_new();
  X509_STORE_add_cert(store, authority);
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "open %3071s", path) == 1) {
      for (int i = 0; i < 3; i++) keep(i, NULL);
      free(entity);
      entity = slurp(path, &entity_length);
      puts(entity ? "ok 0 0" : "error no such file");
    } else if (sscanf(line, "load %63s %3071s", operation, path) == 2) {
      load(operation, path);
      puts("ok 0 0");
    } else if (sscanf(line, "drop %63s", operation) == 1) {
      keep(slot(operation), NULL);
      malloc_trim(0);
      puts("ok 0 0");
    } else if (sscanf(line, "run %63s %d", operation, &repeats) == 2) {
      run(operation, repeats);
    } else {
      fail("an order that nobody knows");
    }
    fflush(stdout);
  }
  return 0;
}
