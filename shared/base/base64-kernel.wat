;; Base64 with lines of 76 characters, sixteen characters at a time. What it gives is what base64.ts gives without it.
;;
;; Memory: input from 0, output from $OUT. Both functions read and write up to 15 octets past what counts.
(module
  (memory (export "memory") 11)

  ;; Where output begins.
  (global $OUT (export "out") i32 (i32.const 0x50000))
  ;; Octets that the last `decode` made.
  (global $made (export "made") (mut i32) (i32.const 0))

  ;; Writes `lines` lines of 57 octets, each as 76 characters and CRLF.
  (func (export "encode") (param $lines i32)
    (local $from i32) (local $to i32) (local $end i32) (local $v v128)
    (local.set $to (global.get $OUT))
    (loop $line
      (local.set $lines (i32.sub (local.get $lines) (i32.const 1)))
      ;; Five times 12 octets; three octets, and four characters, of the fifth are too many.
      (local.set $end (i32.add (local.get $from) (i32.const 60)))
      (loop $block
        ;; Each three octets become the 24 bits of a lane, the first octet highest.
        (local.set $v
          (i8x16.swizzle
            (v128.load (local.get $from))
            (v128.const i8x16 2 1 0 255 5 4 3 255 8 7 6 255 11 10 9 255)))
        ;; Six bits to an octet, the first lowest.
        (local.set $v
          (v128.or
            (v128.or
              (v128.and (i32x4.shr_u (local.get $v) (i32.const 18)) (v128.const i32x4 0x3f 0x3f 0x3f 0x3f))
              (v128.and (i32x4.shr_u (local.get $v) (i32.const 4)) (v128.const i32x4 0x3f00 0x3f00 0x3f00 0x3f00)))
            (v128.or
              (v128.and (i32x4.shl (local.get $v) (i32.const 10)) (v128.const i32x4 0x3f0000 0x3f0000 0x3f0000 0x3f0000))
              (v128.and
                (i32x4.shl (local.get $v) (i32.const 24))
                (v128.const i32x4 0x3f000000 0x3f000000 0x3f000000 0x3f000000)))))
        ;; To each value the distance to its character: by 0 for 26 to 51, 1 to 10 for digits, 11 for +, 12 for /, 13 below 26.
        (v128.store
          (local.get $to)
          (i8x16.add
            (local.get $v)
            (i8x16.swizzle
              (v128.const i8x16 71 -4 -4 -4 -4 -4 -4 -4 -4 -4 -4 -19 -16 65 0 0)
              (v128.or
                (i8x16.sub_sat_u (local.get $v) (i8x16.splat (i32.const 51)))
                (v128.and
                  (i8x16.lt_u (local.get $v) (i8x16.splat (i32.const 26)))
                  (i8x16.splat (i32.const 13)))))))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (br_if $block
          (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 12))) (local.get $end))))
      (local.set $from (i32.sub (local.get $from) (i32.const 3)))
      (i32.store16 (i32.sub (local.get $to) (i32.const 4)) (i32.const 0x0a0d))
      (local.set $to (i32.sub (local.get $to) (i32.const 2)))
      (br_if $line (local.get $lines))))

  ;; Reads groups of four characters, and line ends between groups, of the first `length` octets. Gives how many it has
  ;; read: it stops before a group with another character, and less than 16 octets before the end.
  (func (export "decode") (param $length i32) (result i32)
    (local $from i32) (local $to i32) (local $bad i32) (local $end i32) (local $v v128) (local $high v128)
    (local.set $to (global.get $OUT))
    (block $done
      (loop $block
        (br_if $done (i32.gt_u (i32.add (local.get $from) (i32.const 16)) (local.get $length)))
        (local.set $v (v128.load (local.get $from)))
        (local.set $high (i8x16.shr_u (local.get $v) (i32.const 4)))
        ;; A bit that the sets of both halves of an octet share: the octet is not of the alphabet.
        (local.set $bad
          (i8x16.bitmask
            (i8x16.ne
              (v128.and
                (i8x16.swizzle
                  (v128.const i8x16 0x15 0x11 0x11 0x11 0x11 0x11 0x11 0x11 0x11 0x11 0x13 0x1a 0x1b 0x1b 0x1b 0x1a)
                  (v128.and (local.get $v) (i8x16.splat (i32.const 15))))
                (i8x16.swizzle
                  (v128.const i8x16 0x10 0x10 0x01 0x02 0x04 0x08 0x04 0x08 0x10 0x10 0x10 0x10 0x10 0x10 0x10 0x10)
                  (local.get $high)))
              (v128.const i32x4 0 0 0 0))))
        ;; To each character the distance to its value, by its high half; by one less for /.
        (local.set $v
          (i8x16.add
            (local.get $v)
            (i8x16.swizzle
              (v128.const i8x16 0 16 19 4 -65 -65 -71 -71 0 0 0 0 0 0 0 0)
              (i8x16.add (local.get $high) (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x2f)))))))
        ;; Two values to 12 bits, two of those to 24, the first highest; then their octets, the highest first.
        (local.set $v
          (v128.or
            (i16x8.shl (v128.and (local.get $v) (v128.const i16x8 63 63 63 63 63 63 63 63)) (i32.const 6))
            (i16x8.shr_u (local.get $v) (i32.const 8))))
        (local.set $v
          (v128.or
            (i32x4.shl (v128.and (local.get $v) (v128.const i32x4 0xfff 0xfff 0xfff 0xfff)) (i32.const 12))
            (i32x4.shr_u (local.get $v) (i32.const 16))))
        (v128.store
          (local.get $to)
          (i8x16.swizzle
            (local.get $v)
            (v128.const i8x16 2 1 0 6 5 4 10 9 8 14 13 12 255 255 255 255)))
        ;; Whole groups before the first bad octet.
        (local.set $end (i32.shr_u (i32.ctz (i32.or (local.get $bad) (i32.const 0x10000))) (i32.const 2)))
        (local.set $from (i32.add (local.get $from) (i32.shl (local.get $end) (i32.const 2))))
        (local.set $to (i32.add (local.get $to) (i32.mul (local.get $end) (i32.const 3))))
        (br_if $block (i32.eqz (local.get $bad)))
        (if (i32.eq (i32.load16_u (local.get $from)) (i32.const 0x0a0d))
          (then (local.set $from (i32.add (local.get $from) (i32.const 2))) (br $block)))
        (if (i32.eq (i32.load8_u (local.get $from)) (i32.const 0x0a))
          (then (local.set $from (i32.add (local.get $from) (i32.const 1))) (br $block)))))
    (global.set $made (i32.sub (local.get $to) (global.get $OUT)))
    (local.get $from)))
